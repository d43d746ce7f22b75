import { isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { onTargetNetwork, paymentTools } from '../../cli/migration/tools.ts'
import { proposalFlags } from '../../cli/multisig/proposal-flags.ts'
import { plannedOut } from '../../cli/multisig/proposal-out.ts'
import { close } from '../../migration/distributor/close.ts'
import { closingView } from '../../migration/distributor/close-view.ts'

export default class MigrateClose extends CampaignCommand {
  static override summary =
    'Send what is left after the deadline to the address fixed at publishing.'
  static override examples = [
    {
      description: 'Close the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --key ops',
    },
    {
      description: 'Let a multisig close it:',
      command:
        '<%= config.bin %> <%= command.id %> -c cmt --multisig 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --proposal close.json',
    },
  ]
  static override flags = { ...campaignFlags, ...signerFlags, ...sendFlags, ...proposalFlags }

  async run() {
    const { flags } = await this.parse(MigrateClose)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const tools = await paymentTools(session, campaign, flags)
    const closed = await close(campaign, tools, { dryRun: isPlanning(flags) })
    const view = closingView(closed, tools.unit)
    return this.present(await plannedOut(session, view, closed.plan, flags))
  }
}
