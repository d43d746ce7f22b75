import { assetIdInvalid } from './errors.ts'

/** The asset id of BTM: 32 bytes ff. */
export const BTM_ASSET_ID = 'f'.repeat(64)

/** BTM's; of other assets the chain does not know them. */
export const BTM_DECIMALS = 8

/** The asset's id in lower case. @throws BYTOM_ASSET_INVALID */
export function parseAssetId(text: string): string {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw assetIdInvalid(text)
  return text.toLowerCase()
}
