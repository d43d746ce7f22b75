import { fromBareHex } from '../../primitives/bytom/bare-hex.ts'
import { decodeTransaction } from '../../primitives/bytom/decode-transaction.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import { transactionBytesRefused } from '../keystore-errors.ts'
import { bytomDigestRefused } from './bytom-key-errors.ts'

const DIGEST_BYTES = 32
const DIGEST_TEXT = /^\s*(?:0x)?[0-9a-fA-F]{64}\s*$/
const HEX_TEXT = /^\s*(?:0x)?((?:[0-9a-fA-F]{2})+)\s*$/

/** A message as the command line gives it: a text, or bytes as hex with or without `0x`. */
export interface BytomMessageInput {
  readonly message?: string | undefined
  readonly hex?: string | undefined
}

/** @throws HEX_INVALID */
export function readBytomMessage({ message, hex = '' }: BytomMessageInput): Uint8Array {
  if (message !== undefined) return Buffer.from(message, 'utf8')
  return hexToBytes(hex.startsWith('0x') ? hex : `0x${hex}`, 'value of --hex')
}

/**
 * Refuses what could be a transaction's. A signature of Bytom is over the message as it is, with
 * nothing that marks it as one, so 32 bytes may be what spends an output.
 * @throws KEY_DIGEST_REFUSED, KEY_TRANSACTION_REFUSED
 */
export function assertIsBytomMessage(message: Uint8Array): void {
  const text = Buffer.from(message).toString('latin1')
  if (message.length === DIGEST_BYTES || DIGEST_TEXT.test(text)) throw bytomDigestRefused()
  const written = fromBareHex(HEX_TEXT.exec(text)?.[1] ?? '')
  if (isTransaction(message) || (written && isTransaction(written))) throw transactionBytesRefused()
}

function isTransaction(bytes: Uint8Array): boolean {
  return (['bytom', 'vapor'] as const).some((ledger) => {
    try {
      return decodeTransaction(bytes, ledger).inputs.length > 0
    } catch {
      return false
    }
  })
}
