import { Flags } from '@oclif/core'
import { chainFlags } from '../frame/flags.ts'

/** Which campaign a step of the migration is about. */
export const campaignFlags = {
  campaign: Flags.string({
    char: 'c',
    summary: 'Folder of the campaign, or its migration.yaml.',
    default: '.',
    helpValue: 'DIR|FILE',
  }),
  ...chainFlags,
}
