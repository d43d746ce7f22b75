import { Args } from '@oclif/core'
import { isPlanning, sendFlags, signerFlags } from '../../../cli/frame/flags.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { onSide, openSwap, swapFlags } from '../../../cli/swap/tools.ts'
import { refundView } from '../../../swap/lock-view.ts'
import { refundLock } from '../../../swap/refund-lock.ts'

export default class MigrateSwapRefund extends CampaignCommand {
  static override summary = 'Refund a lock that was not released in time.'
  static override description =
    'The tokens go back to the account that locked them, whoever signs and pays the gas. A refund needs the attestations of a quorum of relayers that the lock was not released; they attest it once the release has expired.'
  static override examples = [
    {
      description: 'Refund the first lock:',
      command: '<%= config.bin %> <%= command.id %> 0 -c cmt -k holder',
    },
  ]
  static override args = {
    lock: Args.string({ description: 'Id or number of the lock.', required: true }),
  }
  static override flags = { ...swapFlags, ...signerFlags, ...sendFlags }

  async run() {
    const { args, flags } = await this.parse(MigrateSwapRefund)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onSide(flags, campaign, 'source'))
    const swap = await openSwap(session, campaign, flags)
    const refund = await refundLock(swap, await session.sendingTools(), {
      reference: args.lock,
      dryRun: isPlanning(flags),
    })
    return this.presentPlan(refundView(refund), refund.plan, flags['plan-out'])
  }
}
