import { isCancelled, latestAttempt } from '../journal/attempts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { assertTimeLeft, callOf, type Engine } from '../transactions/engine.ts'
import { type Conditions, marketFee, readConditions } from '../transactions/fees.ts'
import type { FeeQuote, SendPolicy } from '../transactions/intent.ts'
import { insufficientFunds } from '../transactions/transaction-errors.ts'
import type { ReplacementRequest } from './broadcast-replacements.ts'
import { minReplacement, replacementFee } from './raise-fee.ts'
import { beingCancelled, replacementOverBudget, tooLateToReplace } from './replacement-errors.ts'
import { type Call, type ReplacementKind, readAttempt } from './sign-replacement.ts'

/** The attempt that would replace the latest one. */
export interface ReplacementProposal extends ReplacementRequest {
  readonly earlier: FeeQuote
  readonly call: Call
  /** Value and the whole gas limit at the highest price. */
  readonly maxCostWei: bigint
}

/**
 * Is the request already fulfilled? A speed-up wants the transaction to happen, a cancellation not to.
 * @throws TX_TOO_LATE if it closed otherwise, TX_BEING_CANCELLED
 */
export function isFulfilled(row: JournalRow, kind: ReplacementKind): boolean {
  if (isOpen(row)) {
    if (kind === 'speed-up' && latestAttempt(row).kind === 'cancel') throw beingCancelled(row)
    return false
  }
  if (kind === 'cancel' ? isCancelled(row) : row.state === 'final') return true
  throw tooLateToReplace(row, kind)
}

/**
 * Prices a replacement, and asks the key's policy if there is a key. Changes nothing.
 * @throws FEE_CAP_TOO_LOW, INSUFFICIENT_FUNDS, CHAIN_ID_MISMATCH, POLICY_REFUSED,
 * TX_DEADLINE_PASSED
 */
export async function proposeReplacement(
  {
    chain,
    from,
    policy,
    check,
    clock,
  }: Pick<Engine, 'chain' | 'from' | 'policy' | 'check' | 'clock'>,
  row: JournalRow,
  kind: ReplacementKind,
): Promise<ReplacementProposal> {
  assertTimeLeft({ policy, clock })
  const conditions = await readConditions(chain, from)
  const { fee: earlier, call } = await readAttempt(row, kind)
  await check(callOf(chain.chainId, from, call))
  const fee = priced(row, kind, earlier, conditions, policy)
  const maxCostWei = call.valueWei + call.gasLimit * fee.maxFeeWei
  const { balanceWei } = conditions
  if (balanceWei < maxCostWei) throw insufficientFunds(from, maxCostWei, balanceWei, chain.network)
  return { row, kind, earlier, fee, call, maxCostWei }
}

/** The minimum that replaces it or the market fee, whichever is higher. @throws FEE_CAP_TOO_LOW */
function priced(
  row: JournalRow,
  kind: ReplacementKind,
  earlier: FeeQuote,
  conditions: Conditions,
  { maxFeeWei: capWei, priorityFeeWei }: SendPolicy,
): FeeQuote {
  const market = marketFee(conditions, earlier.type, priorityFeeWei)
  const fee = replacementFee(earlier, market, capWei)
  const baseFeeWei = conditions.baseFeeWei ?? 0n
  if (fee && fee.maxFeeWei >= baseFeeWei) return fee
  const { maxFeeWei } = minReplacement(earlier)
  const minWei = maxFeeWei > baseFeeWei ? maxFeeWei : baseFeeWei
  throw replacementOverBudget(row, kind, { minWei, capWei: capWei ?? minWei })
}
