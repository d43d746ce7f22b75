import { formatAmount } from './amount.ts'

/** How amounts of an asset are shown to people. */
export interface AmountUnit {
  readonly decimals: number
  readonly symbol: string
}

/** An amount as people read it, and as files hold it. */
export function amountText(baseUnits: bigint, { decimals, symbol }: AmountUnit): string {
  return `${formatAmount(baseUnits, decimals, symbol)} (${baseUnits} base units)`
}

/** `1 leaf`, `22,035 leaves`. */
export function countText(count: number, one: string, many: string): string {
  return `${formatAmount(BigInt(count), 0)} ${count === 1 ? one : many}`
}
