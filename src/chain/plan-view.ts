import { formatAmount } from '../primitives/amount.ts'
import { textFacts } from '../primitives/text-table.ts'
import type { Plan } from './intent.ts'

/** A plan in words: what somebody agrees to by confirming it. */
export function planText(plan: Plan): string {
  return textFacts([
    ['what', plan.description],
    ['from', plan.from],
    ['to', plan.to ?? 'a new contract'],
    ['value', formatAmount(plan.valueWei, 18)],
    ['call', plan.decoded?.signature ?? '-'],
    ['at most', formatAmount(plan.maxCostWei, 18)],
  ])
}
