import { assetIdInvalid } from './bytom-errors.ts'

/** The asset's id in lower case. @throws BYTOM_ASSET_INVALID */
export function parseAssetId(text: string): string {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw assetIdInvalid(text)
  return text.toLowerCase()
}
