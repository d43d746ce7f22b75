import { Args, Flags } from '@oclif/core'
import { appliedPlanView } from '../../chain/plan/apply-plan-view.ts'
import { SIGNED_PLAN } from '../../chain/plan/signed-plan.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, waitFlags, yesFlag } from '../../cli/frame/flags.ts'
import { onPlan } from '../../cli/frame/plan-session.ts'

export default class TxSend extends CapstanCommand {
  static override summary = 'Send a signed plan. Needs no key.'
  static override description =
    'First checks that each transaction is exactly what its plan says, signed by its account; otherwise exits 7. Then continues as tx apply.'
  static override examples = ['<%= config.bin %> <%= command.id %> publish.signed.json']
  static override args = { file: Args.string({ description: 'Signed plan.', required: true }) }
  static override flags = {
    ...chainFlags,
    ...yesFlag,
    ...waitFlags,
    'dry-run': Flags.boolean({
      summary: 'Only check that the plan still holds.',
      helpGroup: 'TRANSACTION',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(TxSend)
    const { plan, rawTransactions } = await SIGNED_PLAN.read(args.file)
    const transactions = await this.session(onPlan(flags, plan)).transactions()
    const options = { dryRun: flags['dry-run'], signed: rawTransactions }
    return this.present(appliedPlanView(plan, await transactions.apply(plan, options)))
  }
}
