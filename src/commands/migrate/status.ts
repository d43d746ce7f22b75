import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../cli/migration/tools.ts'
import { readStatus } from '../../migration/status.ts'
import { statusView } from '../../migration/status-view.ts'

export default class MigrateStatus extends CampaignCommand {
  static override summary = 'Show the state of a campaign, and what to run next.'
  static override description = 'Needs no key, and no network before the campaign is published.'
  static override examples = [
    {
      description: 'Show the campaign in this folder:',
      command: '<%= config.bin %> <%= command.id %>',
    },
  ]
  static override flags = { ...campaignFlags }

  async run() {
    const { flags } = await this.parse(MigrateStatus)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    return this.present(
      statusView(await readStatus(campaign, () => session.chain()), flags.campaign),
    )
  }
}
