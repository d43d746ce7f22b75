import { formatAmount } from '../../primitives/amount.ts'
import { BTM, NATIVE } from './policy.ts'

/** Decimals of the assets that are known without a chain. */
export const NATIVE_DECIMALS = 18
export const BTM_DECIMALS = 8

/** An amount for people: `1.5 of the native coin`, `1.5 BTM`, `1,000 base units of 0x…`. */
export function assetAmountText(asset: string, baseUnits: bigint): string {
  if (asset === NATIVE) return `${formatAmount(baseUnits, NATIVE_DECIMALS)} of the native coin`
  if (asset === BTM) return formatAmount(baseUnits, BTM_DECIMALS, 'BTM')
  return `${formatAmount(baseUnits, 0)} base units of ${asset}`
}

/** An amount as `--max-per-tx` and `--max-per-day` take it. */
export function amountFlag(asset: string, baseUnits: bigint): string {
  if (asset === NATIVE) return plain(baseUnits, NATIVE_DECIMALS)
  if (asset === BTM) return plain(baseUnits, BTM_DECIMALS)
  return `${asset}=${baseUnits}`
}

function plain(baseUnits: bigint, decimals: number): string {
  return formatAmount(baseUnits, decimals).replaceAll(',', '')
}
