import { Args, Flags } from '@oclif/core'
import { appliedPlanView } from '../../chain/plan/apply-plan-view.ts'
import { PLAN } from '../../chain/plan/plan-file.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, planSignerFlags, waitFlags, yesFlag } from '../../cli/frame/flags.ts'
import { onPlan } from '../../cli/frame/plan-session.ts'

export default class TxApply extends CapstanCommand {
  static override summary = 'Carry out a plan file.'
  static override description =
    'Sends what the file says and nothing else: with its nonces, its gas limits and its fees. Refused, before anything is signed, when the chain is no longer as it was planned: nonce, balance, code of the recipients, effects, price of gas. What is final already is left out, so an interrupted plan is finished by applying it again.'
  static override examples = [
    {
      description: 'Is the plan still true?',
      command: '<%= config.bin %> <%= command.id %> publish.json --dry-run',
    },
    {
      description: 'Carry it out:',
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
      summary: 'Only look whether the plan is still true.',
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
