import { Args, Flags } from '@oclif/core'
import { appliedPlanView } from '../../chain/plan/apply-plan-view.ts'
import { PLAN } from '../../chain/plan/plan-file.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, planSignerFlags, waitFlags, yesFlag } from '../../cli/frame/flags.ts'
import { onPlan } from '../../cli/frame/plan-session.ts'

export default class TxApply extends CapstanCommand {
  static override summary = 'Execute a plan file.'
  static override description =
    'Sends exactly what the file says: its nonces, gas limits and fees. Refuses, before it signs anything, if the chain is no longer as it was at planning: nonce, balance, code of the recipients, effects, gas price. Skips what is already final, so applying an interrupted plan again finishes it.'
  static override examples = [
    {
      description: 'Check that the plan still holds:',
      command: '<%= config.bin %> <%= command.id %> publish.json --dry-run',
    },
    {
      description: 'Execute the plan:',
      command: '<%= config.bin %> <%= command.id %> publish.json',
    },
  ]
  static override args = { plan: Args.string({ description: 'Plan file.', required: true }) }
  static override flags = {
    ...chainFlags,
    ...planSignerFlags,
    ...yesFlag,
    ...waitFlags,
    'dry-run': Flags.boolean({
      summary: 'Only check that the plan still holds.',
      helpGroup: 'TRANSACTION',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(TxApply)
    const plan = await PLAN.read(args.plan)
    const transactions = await this.session(onPlan(flags, plan)).transactions()
    const applied = await transactions.apply(plan, { dryRun: flags['dry-run'] })
    return this.present(appliedPlanView(plan, applied))
  }
}
