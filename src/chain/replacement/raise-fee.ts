import { cappedFee } from '../transactions/fees.ts'
import type { FeeQuote } from '../transactions/intent.ts'

// A memory pool holds one transaction per nonce. Another one replaces it only if it pays enough more:
// geth and its kin, Besu, Erigon, Nethermind and Reth require a tenth by default (`--txpool.pricebump
// 10`), of both highest fee and tip (EIP-1559), or of the gas price.
const MIN_PERCENT = 10n
/** Maximum steps from the first fee to the budget. */
const MAX_STEPS = 10

/** One raise, not before `atMs`, milliseconds since the epoch. */
export interface FeeStep {
  readonly atMs: number
  readonly fee: FeeQuote
}

/** The minimum fee that replaces another one. */
export function minReplacement({ type, maxFeeWei, priorityFeeWei }: FeeQuote): FeeQuote {
  return {
    type,
    maxFeeWei: raised(maxFeeWei, MIN_PERCENT),
    priorityFeeWei: raised(priorityFeeWei, MIN_PERCENT),
  }
}

/**
 * The fee that replaces `earlier`: the minimum, or `wanted` where that is higher, capped. Null if the
 * minimum exceeds the cap.
 */
export function replacementFee(
  earlier: FeeQuote,
  wanted: FeeQuote,
  capWei: bigint | undefined,
): FeeQuote | null {
  const min = minReplacement(earlier)
  if (capWei !== undefined && min.maxFeeWei > capWei) return null
  const fee = highest(min, wanted)
  return cappedFee(fee, capWei !== undefined && capWei < fee.maxFeeWei ? capWei : fee.maxFeeWei)
}

/** The part-by-part maximum of two fees of one type. */
export function highest(a: FeeQuote, b: FeeQuote): FeeQuote {
  return {
    type: a.type,
    maxFeeWei: larger(a.maxFeeWei, b.maxFeeWei),
    priorityFeeWei: larger(a.priorityFeeWei, b.priorityFeeWei),
  }
}

/** Is any part of `a` higher than that of `b`? */
export function exceeds(a: FeeQuote, b: FeeQuote): boolean {
  return a.maxFeeWei > b.maxFeeWei || a.priorityFeeWei > b.priorityFeeWei
}

/**
 * The steps from a fee to a budget, evenly spaced in time. Each is a tenth higher than the one before,
 * or as much as ten steps require, and the last one is the budget itself. Empty if the budget leaves no
 * room for a step.
 */
export function feeSteps(
  first: FeeQuote,
  budgetWei: bigint,
  { fromMs, deadlineMs }: { readonly fromMs: number; readonly deadlineMs: number },
): FeeStep[] {
  let percent = MIN_PERCENT
  let fees = climb(first, budgetWei, percent)
  while (fees.length > MAX_STEPS) {
    percent += percent / 10n
    fees = climb(first, budgetWei, percent)
  }
  const pause = Math.max(0, deadlineMs - fromMs) / (fees.length + 1)
  return fees.map((fee, index) => ({ atMs: fromMs + Math.round((index + 1) * pause), fee }))
}

function climb(first: FeeQuote, budgetWei: bigint, percent: bigint): FeeQuote[] {
  const fees: FeeQuote[] = []
  let fee = first
  while (minReplacement(fee).maxFeeWei <= budgetWei) {
    const next = raised(fee.maxFeeWei, percent)
    // A step that leaves no room for another one goes to the budget.
    const isLast = raised(next, MIN_PERCENT) > budgetWei
    fee = stretched(fee, isLast ? budgetWei : next)
    fees.push(fee)
  }
  return fees
}

/** The highest fee becomes `maxFeeWei`, and the tip rises in proportion. */
function stretched(
  { type, maxFeeWei: from, priorityFeeWei }: FeeQuote,
  maxFeeWei: bigint,
): FeeQuote {
  const tipWei = from === 0n ? 0n : quotientUp(priorityFeeWei * maxFeeWei, from)
  return { type, maxFeeWei, priorityFeeWei: type === 0 ? maxFeeWei : larger(tipWei, 1n) }
}

/** Raised by at least `percent`, and at least one wei. */
function raised(wei: bigint, percent: bigint): bigint {
  return larger(quotientUp(wei * (100n + percent), 100n), wei + 1n)
}

function quotientUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
