import { formatAmount } from '../primitives/amount.ts'

/** An amount as people read it, and as files hold it. */
export function amountText(
  baseUnits: bigint,
  { decimals, symbol }: { decimals: number; symbol: string },
): string {
  return `${formatAmount(baseUnits, decimals, symbol)} (${baseUnits} base units)`
}

/** `1 leaf`, `22,035 leaves`. */
export function countText(count: number, one: string, many: string): string {
  return `${formatAmount(BigInt(count), 0)} ${count === 1 ? one : many}`
}
