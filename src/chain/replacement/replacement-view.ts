import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import { isCancelled } from '../journal/attempts.ts'
import type { FeeQuote } from '../transactions/intent.ts'
import { rowJson, transactionView } from '../transactions/transaction-view.ts'
import type { ReplacementProposal } from './propose-replacement.ts'
import type { Replaced } from './replace.ts'

/** What people agree to when they replace a transaction. @param symbol of the native coin. */
export function replacementProposalText(
  { row, kind, earlier, fee, call, maxCostWei }: ReplacementProposal,
  symbol: string,
): string {
  return textFacts([
    ['what', `${kind === 'cancel' ? 'cancel' : 'speed up'} transaction ${row.id}: ${row.intent}`],
    ['from', `${row.from}, nonce ${row.nonce}`],
    ['to', call.to ?? 'a new contract'],
    ['value', formatAmount(call.valueWei, 18, symbol)],
    ['price', `${priceText(fee)} instead of ${priceText(earlier)}`],
    ['at most', formatAmount(maxCostWei, 18, symbol)],
  ])
}

/** The present row and the attempt that would be signed. */
export function replacementProposalView(proposal: ReplacementProposal, symbol: string): View {
  const { row, kind, fee, call, maxCostWei } = proposal
  return {
    json: {
      planned: true,
      ...rowJson(row),
      replacement: {
        kind,
        to: call.to,
        valueWei: call.valueWei.toString(),
        gasLimit: call.gasLimit.toString(),
        transactionType: fee.type,
        maxFeeWei: fee.maxFeeWei.toString(),
        priorityFeeWei: fee.priorityFeeWei.toString(),
        maxCostWei: maxCostWei.toString(),
      },
    },
    text: `${replacementProposalText(proposal, symbol)}\nNothing was sent.`,
  }
}

export function replacedView({ row, alreadyDone }: Replaced): View {
  const when = alreadyDone ? 'was already' : 'is'
  const what = isCancelled(row) ? `cancelled by ${row.hash}` : `final (${row.hash})`
  return {
    json: { ...transactionView(row).json, alreadyDone },
    text: `Transaction ${row.id} ${when} ${what}, in block ${row.blockNumber}.`,
  }
}

function priceText({ type, maxFeeWei, priorityFeeWei }: FeeQuote): string {
  const highest = formatAmount(maxFeeWei, 9, 'gwei')
  return type === 0 ? highest : `${highest} (tip ${formatAmount(priorityFeeWei, 9, 'gwei')})`
}
