import { cappedFee } from '../transactions/fees.ts'
import type { FeeQuote } from '../transactions/intent.ts'

// A memory pool holds one transaction for a nonce. Another one takes its place only when it pays
// enough more: geth and its kin, Besu, Erigon, Nethermind and Reth ask for a tenth by default
// (`--txpool.pricebump 10`), of highest fee and tip alike (EIP-1559), or of the gas price.
const MIN_PERCENT = 10n
/** Most steps from the first fee to the budget. */
const MAX_STEPS = 10

/** One step up: not before `atMs`, milliseconds since the epoch. */
export interface FeeStep {
  readonly atMs: number
  readonly fee: FeeQuote
}

/** The least fee that takes the place of another one. */
export function leastReplacement({ type, maxFeeWei, priorityFeeWei }: FeeQuote): FeeQuote {
  return {
    type,
    maxFeeWei: raised(maxFeeWei, MIN_PERCENT),
    priorityFeeWei: raised(priorityFeeWei, MIN_PERCENT),
  }
}

/**
 * The fee that replaces `earlier`: the least that does, or more where `wanted` is more. Null where
 * no part of it may pass the cap and the least does.
 */
export function replacementFee(
  earlier: FeeQuote,
  wanted: FeeQuote,
  capWei: bigint | undefined,
): FeeQuote | null {
  const least = leastReplacement(earlier)
  if (capWei !== undefined && least.maxFeeWei > capWei) return null
  const fee = highest(least, wanted)
  return cappedFee(fee, capWei !== undefined && capWei < fee.maxFeeWei ? capWei : fee.maxFeeWei)
}

/** Of two fees of one type the higher, part by part. */
export function highest(a: FeeQuote, b: FeeQuote): FeeQuote {
  return {
    type: a.type,
    maxFeeWei: larger(a.maxFeeWei, b.maxFeeWei),
    priorityFeeWei: larger(a.priorityFeeWei, b.priorityFeeWei),
  }
}

/** Does any part of it pass the other's? */
export function exceeds(a: FeeQuote, b: FeeQuote): boolean {
  return a.maxFeeWei > b.maxFeeWei || a.priorityFeeWei > b.priorityFeeWei
}

/**
 * The way from a fee to a budget: evenly spaced in time, each step a tenth more than the one before
 * or as much more as it takes to arrive in ten, the last one at the budget itself. Empty where the
 * budget leaves no room for one.
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
  while (leastReplacement(fee).maxFeeWei <= budgetWei) {
    const next = raised(fee.maxFeeWei, percent)
    // A step that leaves no room for another one goes all the way.
    const isLast = raised(next, MIN_PERCENT) > budgetWei
    fee = stretched(fee, isLast ? budgetWei : next)
    fees.push(fee)
  }
  return fees
}

/** The highest fee becomes `maxFeeWei`, and the tip as many times as much as it was. */
function stretched(
  { type, maxFeeWei: from, priorityFeeWei }: FeeQuote,
  maxFeeWei: bigint,
): FeeQuote {
  const tipWei = from === 0n ? 0n : quotientUp(priorityFeeWei * maxFeeWei, from)
  return { type, maxFeeWei, priorityFeeWei: type === 0 ? maxFeeWei : larger(tipWei, 1n) }
}

/** At least so many percent more, and at least one wei. */
function raised(wei: bigint, percent: bigint): bigint {
  return larger(quotientUp(wei * (100n + percent), 100n), wei + 1n)
}

function quotientUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
