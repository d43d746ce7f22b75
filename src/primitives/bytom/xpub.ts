import { fromBareHex } from './bare-hex.ts'
import { xpubInvalid } from './bytom-errors.ts'
import { isPublicKey, publicKeyOfXpub, XPUB_BYTES } from './chainkd.ts'

/**
 * Reads an xpub as nodes write it: 128 hex characters; `what` names it in messages.
 * @throws BYTOM_XPUB_INVALID
 */
export function parseXpub(text: string, what = 'value'): Uint8Array {
  const xpub = fromBareHex(text)
  if (xpub?.length !== XPUB_BYTES || !isPublicKey(publicKeyOfXpub(xpub))) throw xpubInvalid(what)
  return xpub
}
