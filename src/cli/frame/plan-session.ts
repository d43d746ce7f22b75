import { assertWithinBudget } from '../../chain/plan/plan.ts'
import type { WrittenPlan } from '../../chain/plan/plan-file.ts'
import { planText } from '../../chain/plan/plan-view.ts'
import type { SendFlags, SendSession } from './send-session.ts'

/** The plan names network and account; `--network` overrides the name of the network. */
export function onPlan(flags: SendFlags, { network, from }: WrittenPlan): SendFlags {
  return { ...flags, network: flags.network ?? network, from }
}

/** Shows what will be signed, and asks. @throws PLAN_OVER_BUDGET, CANCELLED, ANSWER_NEEDED */
export async function agreeToSign(session: SendSession, plan: WrittenPlan): Promise<void> {
  assertWithinBudget(plan.transactions, (await session.policy()).maxFeeWei)
  session.story.note(planText(plan))
  await session.prompts.confirm('Sign it?')
}
