import { planText } from '../chain/plan/plan-view.ts'
import { type AmountUnit, amountText, countText } from '../primitives/amount-text.ts'
import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { Distribution } from './distribution.ts'
import type { FailedPayout } from './distributor/payout-failures.ts'

const SHOWN = 20

export function distributionView(distribution: Distribution, unit: AmountUnit): View {
  const { isPlanned, plan, ...json } = distribution
  const { paid, alreadyPaid, failed, claimOnly, batches, gasUsed } = distribution
  return {
    json: isPlanned ? { ...json, planned: true } : json,
    text: [
      isPlanned
        ? `Planned, and nothing was sent: ${countText(paid, 'account', 'accounts')} would be paid.`
        : `Paid ${countText(paid, 'account', 'accounts')}; ${countText(alreadyPaid, 'was', 'were')} paid before.`,
      textFacts([
        ['batches', String(batches)],
        ['paid', amountText(distribution.paidBaseUnits, unit)],
        ['of', amountText(distribution.totalBaseUnits, unit)],
        ['gas', gasText(gasUsed, paid)],
      ]),
      ...(plan && plan.transactions.length > 0 ? [`\n${planText(plan)}\n`] : []),
      ...failedText(failed),
      ...(claimOnly.length === 0
        ? []
        : [
            `${countText(claimOnly.length, 'amount', 'amounts')} above 96 bits can only be claimed.`,
          ]),
    ].join('\n'),
  }
}

/** The accounts that could not be paid, if any. */
export function failedText(failed: readonly FailedPayout[]): string[] {
  if (failed.length === 0) return []
  const rows = failed
    .slice(0, SHOWN)
    .map(({ index, account, reason }) => [String(index), account, reason])
  const hidden = failed.length - rows.length
  return [
    `${countText(failed.length, 'account', 'accounts')} could not be paid:`,
    textTable(['index', 'account', 'reason'], rows),
    ...(hidden > 0 ? [`and ${hidden} more, all of them with --json`] : []),
  ]
}

function gasText(gasUsed: bigint, paid: number): string {
  return paid === 0 ? `${gasUsed}` : `${gasUsed}, ${gasUsed / BigInt(paid)} a recipient`
}
