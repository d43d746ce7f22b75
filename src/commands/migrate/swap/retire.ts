import { Args } from '@oclif/core'
import { isPlanning, sendFlags, signerFlags } from '../../../cli/frame/flags.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { onSide, openSwap, swapFlags } from '../../../cli/swap/tools.ts'
import { retirementView } from '../../../swap/lock-view.ts'
import { retireLock } from '../../../swap/retire-lock.ts'

export default class MigrateSwapRetire extends CampaignCommand {
  static override summary = 'Take the tokens of a released lock out of circulation.'
  static override description =
    'The tokens go to the address fixed at deployment, from which nobody can spend, whoever signs and pays the gas. This needs the attestations of a quorum of relayers that the lock was released; they attest it once the release is settled.'
  static override examples = [
    {
      description: 'Retire the first lock:',
      command: '<%= config.bin %> <%= command.id %> 0 -c cmt -k ops',
    },
  ]
  static override args = {
    lock: Args.string({ description: 'Id or number of the lock.', required: true }),
  }
  static override flags = { ...swapFlags, ...signerFlags, ...sendFlags }

  async run() {
    const { args, flags } = await this.parse(MigrateSwapRetire)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onSide(flags, campaign, 'source'))
    const swap = await openSwap(session, campaign, flags)
    const retirement = await retireLock(swap, await session.sendingTools(), {
      reference: args.lock,
      dryRun: isPlanning(flags),
    })
    return this.presentPlan(retirementView(retirement), retirement.plan, flags['plan-out'])
  }
}
