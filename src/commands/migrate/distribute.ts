import { isPlanning } from '../../cli/frame/flags.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { paceFlags, paymentFlags } from '../../cli/migration/payment-flags.ts'
import { askingTools, onTargetNetwork, paymentTools } from '../../cli/migration/tools.ts'
import { distributeWithStory } from '../../migration/distribute-story.ts'
import { distributionView } from '../../migration/distribute-view.ts'

export default class MigrateDistribute extends CampaignCommand {
  static override summary = 'Pay every holder who is not yet paid.'
  static override description =
    `Pushes batches through the distributor, one transaction each. Nobody is paid twice, even if runs are repeated, interrupted or made by several operators at once. A recipient that refuses its payment is listed and can still claim; amounts above 96 bits are left for migrate claim.

In mode transfers, broadcasts the part of the payout book that is not yet mined. That needs no key: anyone who has the book can do it. A transfer to an account that has become a contract fails: its nonce is used, its amount stays in the payout account, and another campaign has to pay it.`
  static override examples = [
    {
      description: 'Pay all holders of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --key ops',
    },
    {
      description: 'Send only two batches first:',
      command: '<%= config.bin %> <%= command.id %> -c cmt -k ops --max-batches 2',
    },
  ]
  static override flags = { ...campaignFlags, ...paymentFlags, ...paceFlags }

  async run() {
    const { flags } = await this.parse(MigrateDistribute)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const asking = await askingTools(session, campaign)
    const paying = () => paymentTools(session, campaign)
    const distribution = await distributeWithStory(campaign, asking, paying, {
      maxBatches: flags['max-batches'],
      inFlight: flags['in-flight'],
      dryRun: isPlanning(flags),
      withPlan: flags['plan-out'] !== undefined,
    })
    const view = distributionView(distribution, asking.unit)
    return this.presentPlan(view, distribution.plan, flags['plan-out'])
  }
}
