import { Args, Flags } from '@oclif/core'
import { signedPlanView } from '../../chain/plan/apply-plan-view.ts'
import { PLAN } from '../../chain/plan/plan-file.ts'
import { SIGNED_PLAN, signPlan } from '../../chain/plan/signed-plan.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { planSignerFlags, yesFlag } from '../../cli/frame/flags.ts'
import { agreeToSign, onPlan } from '../../cli/frame/plan-session.ts'
import { systemClock } from '../../primitives/clock.ts'

export default class TxSign extends CapstanCommand {
  static override summary = 'Sign a plan file on a machine without network.'
  static override description =
    'Shows the plan, asks, and signs all its transactions with the key of its account. Reads only the file and the keystore. Broadcast the signed plan elsewhere with tx send.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> publish.json --out publish.signed.json',
  ]
  static override args = { plan: Args.string({ description: 'Plan file.', required: true }) }
  static override flags = {
    ...planSignerFlags,
    ...yesFlag,
    out: Flags.string({ summary: 'Signed plan to write.', required: true, helpValue: 'FILE' }),
  }

  async run() {
    const { args, flags } = await this.parse(TxSign)
    const plan = await PLAN.read(args.plan)
    const session = this.session(onPlan(flags, plan))
    await agreeToSign(session, plan)
    const signed = await signPlan(plan, await session.signer(), systemClock.now())
    await SIGNED_PLAN.writeNew(flags.out, signed)
    return this.present(signedPlanView(flags.out, signed))
  }
}
