import { fromBareHex, toBareHex } from '../../../primitives/bytom/bare-hex.ts'
import { BTM_ASSET_ID, BTM_DECIMALS } from '../../../primitives/bytom/btm.ts'
import { assetIdOf } from '../../../primitives/bytom/transaction-ids.ts'
import { definitionText } from './definition-text.ts'

/** Name, symbol and decimals of an asset. */
export interface AssetTerms {
  readonly name: string | null
  readonly symbol: string
  readonly decimals: number
}

/** The definition of an asset in an issuance. */
export interface AssetDefinition {
  /** JSON text. */
  readonly definition: string
  /** Lower-case hex. */
  readonly issuanceProgram: string
}

const MAX_DECIMALS = 77
const SYMBOL = /^[\p{L}\p{N}$._-]{1,20}$/u

/**
 * The terms of an asset as its definition states them, if the asset's id proves the definition;
 * else undefined. The id is a hash over the bytes of the definition, which nodes give as JSON: a
 * definition that was not written as wallets write it cannot be proved.
 */
export function provenTerms(
  assetId: string,
  { definition, issuanceProgram }: AssetDefinition,
): AssetTerms | undefined {
  const text = definitionText(definition)
  if (text === undefined) return undefined
  const id = assetIdOf({
    definition: new TextEncoder().encode(text),
    vmVersion: 1n,
    program: fromBareHex(issuanceProgram) as Uint8Array,
  })
  if (toBareHex(id) !== assetId) return undefined
  const { name, symbol, decimals } = Object(JSON.parse(text)) as Record<string, unknown>
  const isUsable =
    typeof symbol === 'string' &&
    SYMBOL.test(symbol) &&
    typeof decimals === 'number' &&
    Number.isInteger(decimals) &&
    decimals >= 0 &&
    decimals <= MAX_DECIMALS
  return isUsable ? { name: typeof name === 'string' ? name : null, symbol, decimals } : undefined
}

export const BTM_TERMS: AssetTerms = { name: 'BTM', symbol: 'BTM', decimals: BTM_DECIMALS }

/** For an asset of which only the id is known: counted in base units. */
export function bareTerms(assetId: string): AssetTerms {
  return { name: null, symbol: assetId.slice(0, 8), decimals: 0 }
}

export function isBtm(assetId: string): boolean {
  return assetId === BTM_ASSET_ID
}
