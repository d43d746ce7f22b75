import { loadAccountRowsKernel, ROW_BYTES } from '../../primitives/account-rows.ts'
import { writeUint256 } from '../../primitives/uint256.ts'

/** Converts base units of one asset to base units of another, by a power of ten. */
export type DecimalsChange =
  | { readonly kind: 'same' }
  | { readonly kind: 'more'; readonly digits: number; readonly factor: bigint }
  | { readonly kind: 'fewer'; readonly digits: number; readonly divisor: bigint }

export function decimalsChange({ from, to }: { from: number; to: number }): DecimalsChange {
  if (from === to) return { kind: 'same' }
  if (from < to) return { kind: 'more', digits: to - from, factor: 10n ** BigInt(to - from) }
  return { kind: 'fewer', digits: from - to, divisor: 10n ** BigInt(from - to) }
}

/**
 * Converts a balance. `amount` is in the new base units. `remainder`, in the old ones, is what
 * fewer decimals cannot express; it is never rounded up or dropped.
 */
export function convertDecimals(
  change: DecimalsChange,
  balance: bigint,
): { amount: bigint; remainder: bigint } {
  if (change.kind === 'same') return { amount: balance, remainder: 0n }
  if (change.kind === 'more') return { amount: balance * change.factor, remainder: 0n }
  return { amount: balance / change.divisor, remainder: balance % change.divisor }
}

/** Many balances, converted at once. */
export interface ConvertedRows {
  /** Converted balances of at least the minimum and at most 256 bits; valid until the next call. */
  readonly rows: Uint8Array
  /** Sums of `rows`: `amount` in new base units, `balance` in old ones. */
  readonly amount: bigint
  readonly balance: bigint
  /** Part of `balance`, as in `convertDecimals`. */
  readonly remainder: bigint
  /** Indexes of the balances that are not in `rows`. */
  readonly rejected: readonly number[]
}

/**
 * As `convertDecimals`, for packed rows.
 * @param minimum new base units, below 2^256. @param rows at most as many as one call of the
 * kernel.
 */
export function convertRows(
  change: DecimalsChange,
  minimum: bigint,
  rows: Uint8Array,
): ConvertedRows {
  const kernel = loadAccountRowsKernel()
  const length = rows.length / ROW_BYTES
  kernel.rows.set(rows)
  writeUint256(minimum, kernel.minimum, 0)
  const more = change.kind === 'more' ? change.digits : 0
  const fewer = change.kind === 'fewer' ? change.digits : 0
  const count = kernel.convert(length, more, fewer)
  const [amount, balance] = [kernel.total(), kernel.converted()]
  return {
    rows: kernel.rows.subarray(0, count * ROW_BYTES),
    amount,
    balance,
    remainder: change.kind === 'fewer' ? balance - amount * change.divisor : 0n,
    rejected: [...kernel.rejected.subarray(0, length - count)],
  }
}
