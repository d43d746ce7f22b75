import { CampaignCommand } from '../../cli/campaign-command.ts'
import { campaignFlags } from '../../cli/campaign-flags.ts'
import { sourceChain } from '../../cli/source-chain.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { takeSnapshotWithStory } from '../../migration/snapshot/snapshot-story.ts'
import { snapshotView } from '../../migration/snapshot/snapshot-view.ts'

export default class MigrateSnapshot extends CampaignCommand {
  static override summary = 'Take the balances of every holder at one block.'
  static override description =
    'Run again after an interruption, it goes on where it stopped. A finished snapshot stays as it is.'
  static override examples = [
    {
      description: 'The snapshot of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
  ]
  static override flags = { ...campaignFlags }

  async run() {
    const { flags } = await this.parse(MigrateSnapshot)
    const session = this.session(flags)
    const campaign = await this.readCampaign(flags.campaign)
    const chain = () => sourceChain(session, campaign, flags['rpc-url'])
    const taken = await withCampaignLock(campaign, () =>
      takeSnapshotWithStory({ chain, story: session.story }, campaign),
    )
    return this.present(snapshotView(taken))
  }
}
