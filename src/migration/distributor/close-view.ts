import { planJson } from '../../chain/plan/plan-json.ts'
import { planText } from '../../chain/plan/plan-view.ts'
import { type AmountUnit, amountText } from '../../primitives/amount-text.ts'
import type { View } from '../../primitives/view.ts'
import type { Closing } from './close.ts'

export function closingView(closed: Closing, unit: AmountUnit): View {
  const { plan, ...closing } = closed
  const { remainderBaseUnits, remainderTo, transactionHash } = closing
  const what = `${amountText(remainderBaseUnits, unit)} to ${remainderTo}`
  if (plan) {
    return {
      json: { ...closing, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent: ${what}.\n${planText(plan)}`,
    }
  }
  return {
    json: closing,
    text:
      transactionHash === null
        ? 'Already closed: the distributor holds nothing.'
        : `Closed: sent ${what}, in ${transactionHash}.`,
  }
}
