import { formatAmount } from '../../primitives/amount.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { isCancelled } from '../journal/attempts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { FeeQuote } from '../transactions/intent.ts'
import { identity } from '../transactions/transaction-errors.ts'
import type { ReplacementKind } from './sign-replacement.ts'

/** @param minWei, capWei what suffices and what the operator allows, in wei per unit of gas. */
export function replacementOverBudget(
  row: JournalRow,
  kind: ReplacementKind,
  { minWei, capWei }: { minWei: bigint; capWei: bigint },
): CapstanError {
  return new CapstanError({
    code: 'FEE_CAP_TOO_LOW',
    kind: 'refused',
    message: `A highest fee of ${gwei(capWei)} per unit of gas does not replace transaction ${row.id}; at least ${gwei(minWei)} does.`,
    details: {
      ...identity(row),
      maxFeeWei: capWei.toString(),
      leastMaxFeeWei: minWei.toString(),
    },
    suggestions: [`capstan tx ${kind} ${row.id} --max-fee ${formatGwei(minWei)}`],
  })
}

/** Nothing is left to replace, and the transaction ended otherwise than asked. */
export function tooLateToReplace(row: JournalRow, kind: ReplacementKind): CapstanError {
  const block = row.blockNumber === null ? '' : ` in block ${row.blockNumber}`
  const ended = isCancelled(row) ? 'cancelled' : row.state
  const what = isOpen(row) ? `overtaken: a block has used nonce ${row.nonce}` : `${ended}${block}`
  const change = kind === 'cancel' ? 'cancel it' : 'speed it up'
  return new CapstanError({
    code: 'TX_TOO_LATE',
    kind: 'refused',
    message: `Transaction ${row.id} (${row.intent}) is ${what}; it is too late to ${change}.`,
    details: { ...identity(row), state: row.state, blockNumber: row.blockNumber },
    suggestions: [`capstan tx ${isOpen(row) ? 'wait' : 'show'} ${row.id}`],
  })
}

/** Speeding up a cancelled transaction would undo the cancellation. */
export function beingCancelled(row: JournalRow): CapstanError {
  return new CapstanError({
    code: 'TX_BEING_CANCELLED',
    kind: 'refused',
    message: `Transaction ${row.id} (${row.intent}) is being cancelled by ${row.hash}.`,
    details: identity(row),
    suggestions: [`capstan tx cancel ${row.id}`, `capstan tx wait ${row.id}`],
  })
}

export interface RefusedReplacement {
  readonly row: JournalRow
  readonly kind: ReplacementKind
  readonly earlier: FeeQuote
  readonly fee: FeeQuote
  /** The node's words. */
  readonly reason: string
}

/** The pool wants a higher fee; the attempt it has is followed as before. */
export function replacementUnderpriced(refused: RefusedReplacement): CapstanError {
  const { row, kind, fee, earlier, reason } = refused
  return new CapstanError({
    code: 'TX_UNDERPRICED',
    kind: 'refused',
    message: `The node does not accept ${gwei(fee.maxFeeWei)} (tip ${gwei(fee.priorityFeeWei)}) in place of ${gwei(earlier.maxFeeWei)} (tip ${gwei(earlier.priorityFeeWei)}) for transaction ${row.id}: ${reason}. The earlier attempt stays as it is.`,
    details: { ...identity(row), reason, ...feeDetails(refused) },
    suggestions: [`capstan tx ${kind} ${row.id}`, `capstan tx wait ${row.id}`],
  })
}

export function replacementRejected(refused: RefusedReplacement): CapstanError {
  const { row, reason } = refused
  return new CapstanError({
    code: 'TX_REJECTED',
    kind: 'refused',
    message: `The node rejects the replacement of transaction ${row.id}: ${reason}. The earlier attempt stays as it is.`,
    details: { ...identity(row), reason, ...feeDetails(refused) },
    suggestions: [`capstan tx wait ${row.id}`],
  })
}

function feeDetails({ earlier, fee }: RefusedReplacement) {
  return {
    maxFeeWei: fee.maxFeeWei.toString(),
    priorityFeeWei: fee.priorityFeeWei.toString(),
    earlierMaxFeeWei: earlier.maxFeeWei.toString(),
    earlierPriorityFeeWei: earlier.priorityFeeWei.toString(),
  }
}

function gwei(wei: bigint): string {
  return formatAmount(wei, 9, 'gwei')
}

/** As `--max-fee` takes it. */
function formatGwei(wei: bigint): string {
  return formatAmount(wei, 9).replaceAll(',', '')
}
