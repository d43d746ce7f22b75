import { Flags } from '@oclif/core'
import { bytomToken } from '../../cli/migration/bytom-token.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { sourceChain } from '../../cli/migration/source-chain.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { takeSnapshotWithStory } from '../../migration/snapshot/snapshot-story.ts'
import { snapshotView } from '../../migration/snapshot/snapshot-view.ts'

export default class MigrateSnapshot extends CampaignCommand {
  static override summary = 'Take the balances of every holder at one block.'
  static override description =
    'After an interruption, run it again: it resumes where it stopped. A finished snapshot does not change. The access token of a bytomd comes from CAPSTAN_BYTOM_TOKEN_FILE or CAPSTAN_BYTOM_TOKEN, as id:secret.'
  static override examples = [
    {
      description: 'Take the snapshot of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
    {
      description:
        'Take the snapshot of a Bytom chain, and export its blocks for people without a node:',
      command: '<%= config.bin %> <%= command.id %> --campaign btm --export-blocks blocks.ndjson',
    },
  ]
  static override flags = {
    ...campaignFlags,
    'export-blocks': Flags.string({
      summary: 'Write the Bytom blocks to this file, one per line.',
      helpGroup: 'BYTOM',
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateSnapshot)
    const session = this.session(flags)
    const campaign = await this.readCampaign(flags.campaign)
    const chain = () => sourceChain(session, campaign, flags['rpc-url'])
    const ports = { chain, bytomToken: () => bytomToken(session), story: session.story }
    const options = { exportBlocks: flags['export-blocks'] }
    const taken = await withCampaignLock(campaign, () =>
      takeSnapshotWithStory(ports, campaign, options),
    )
    return this.present(snapshotView(taken))
  }
}
