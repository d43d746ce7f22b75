import { planJson } from '../../chain/plan/plan-json.ts'
import { planText } from '../../chain/plan/plan-view.ts'
import { type AmountUnit, amountText } from '../../primitives/amount-text.ts'
import type { View } from '../../primitives/view.ts'
import type { ClaimedLeaf } from './claim.ts'

export function claimView(claimed: ClaimedLeaf, unit: AmountUnit): View {
  const { plan, ...leaf } = claimed
  const { index, account, amountBaseUnits, transactionHash, alreadyDone } = leaf
  const what = `leaf ${index}, ${amountText(amountBaseUnits, unit)} to ${account}`
  if (plan) {
    return {
      json: { ...leaf, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent: ${what}.\n${planText(plan)}`,
    }
  }
  return {
    json: leaf,
    text: alreadyDone ? `Paid before: ${what}.` : `Paid ${what}, in ${transactionHash}.`,
  }
}
