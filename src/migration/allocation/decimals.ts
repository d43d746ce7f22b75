/** How base units of one asset become base units of another: exactly, by a power of ten. */
export type DecimalsChange =
  | { readonly kind: 'same' }
  | { readonly kind: 'more'; readonly factor: bigint }
  | { readonly kind: 'fewer'; readonly divisor: bigint }

export function decimalsChange({ from, to }: { from: number; to: number }): DecimalsChange {
  if (from === to) return { kind: 'same' }
  if (from < to) return { kind: 'more', factor: 10n ** BigInt(to - from) }
  return { kind: 'fewer', divisor: 10n ** BigInt(from - to) }
}

/**
 * Converts a balance. `amount` is in the new base units, `remainder` in the old: what fewer
 * decimals cannot express, never rounded up or away.
 */
export function convertDecimals(
  change: DecimalsChange,
  balance: bigint,
): { amount: bigint; remainder: bigint } {
  if (change.kind === 'same') return { amount: balance, remainder: 0n }
  if (change.kind === 'more') return { amount: balance * change.factor, remainder: 0n }
  return { amount: balance / change.divisor, remainder: balance % change.divisor }
}
