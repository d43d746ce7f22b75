import type { Plan } from '../chain/plan/plan.ts'
import { planJson } from '../chain/plan/plan-json.ts'
import { planText } from '../chain/plan/plan-view.ts'
import type { View } from '../primitives/view.ts'

/** A plan that was not sent. */
export function plannedView(json: object, plan: Plan): View {
  return {
    json: { ...json, planned: true, plans: planJson(plan) },
    text: `Planned, and nothing was sent:\n${planText(plan)}`,
  }
}
