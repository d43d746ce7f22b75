import { Args } from '@oclif/core'
import { campaignTerms } from '../../../cli/migration/binding-terms.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../../cli/migration/tools.ts'
import { importWithStory } from '../../../migration/binding/import-story.ts'
import { importView } from '../../../migration/binding/import-view.ts'

export default class MigrateBindImport extends CampaignCommand {
  static override summary = 'Take in the bindings that holders have sent.'
  static override description =
    `Says of each what became of it: accepted, superseded (a higher sequence counts), duplicate, incomplete (more of its keys must sign) or refused. What holds is kept, whatever becomes of the rest, and the same again changes nothing.

Where anything is refused the exit code is the gravest of the reasons: 7 where a signature, key or campaign is not what it must be, 3 where the source holds nothing or names another account with the same sequence, 2 where a file is no binding.`
  static override examples = [
    {
      description: 'The files of a folder:',
      command: '<%= config.bin %> <%= command.id %> inbox -c btm',
    },
    {
      description: 'One file, of one binding or of many:',
      command: '<%= config.bin %> <%= command.id %> binding.json -c btm',
    },
  ]
  static override args = {
    path: Args.string({ description: 'File or folder.', required: true }),
  }
  static override flags = { ...campaignFlags }

  async run() {
    const { args, flags } = await this.parse(MigrateBindImport)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const terms = await campaignTerms(session, campaign)
    return this.present(importView(await importWithStory(session, campaign, terms, args.path)))
  }
}
