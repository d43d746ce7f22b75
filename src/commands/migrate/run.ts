import { bytomToken } from '../../cli/migration/bytom-token.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { paceFlags, paymentFlags, payoutKeyFlag } from '../../cli/migration/payment-flags.ts'
import { sourceChain } from '../../cli/migration/source-chain.ts'
import {
  askingTools,
  onTargetNetwork,
  paymentTools,
  payoutSigner,
} from '../../cli/migration/tools.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { runCampaign } from '../../migration/run.ts'
import { runView } from '../../migration/run-view.ts'

const { 'dry-run': _, ...sendingFlags } = paymentFlags

export default class MigrateRun extends CampaignCommand {
  static override summary = 'Run a campaign from the snapshot to a clean audit.'
  static override description =
    'Runs snapshot, build, publish, distribute and audit, in this order. After an interruption, run it again: it resumes where it stopped. With --plan-out it sends nothing and writes the plan of the next step that sends: execute that plan, then run again for the step after it.'
  static override examples = [
    {
      description: 'Run the campaign in the folder cmt with the key "ops":',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --key ops',
    },
  ]
  static override flags = {
    ...campaignFlags,
    ...sendingFlags,
    ...payoutKeyFlag,
    'in-flight': paceFlags['in-flight'],
  }

  async run() {
    const { flags } = await this.parse(MigrateRun)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const asking = await askingTools(session, campaign)
    const ports = {
      asking,
      paying: () => paymentTools(session, campaign),
      sourceChain: () => sourceChain(session, campaign),
      bytomToken: () => bytomToken(session),
      payoutSigner: () => payoutSigner(session, campaign, flags['payout-key']),
    }
    const result = await withCampaignLock(campaign, () =>
      runCampaign(campaign, ports, {
        inFlight: flags['in-flight'],
        withPlan: flags['plan-out'] !== undefined,
      }),
    )
    const plan = result.distribute?.plan ?? result.publish.plan
    return this.presentPlan(runView(result), plan, flags['plan-out'])
  }
}
