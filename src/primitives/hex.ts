import { CapstanError } from './capstan-error.ts'

const HEX_BYTES = /^0x(?:[0-9a-fA-F]{2})*$/

/** Bytes as `0x` and lower-case hex. */
export function bytesToHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

/**
 * Reads `0x`-prefixed hex with whole bytes.
 * @throws HEX_INVALID if `text` is anything else; `what` names it in the message.
 */
export function hexToBytes(text: string, what = 'value'): Uint8Array {
  if (!HEX_BYTES.test(text)) {
    throw new CapstanError({
      code: 'HEX_INVALID',
      kind: 'usage',
      message: `The ${what} is not 0x-prefixed hex with whole bytes.`,
    })
  }
  return Uint8Array.from(Buffer.from(text.slice(2), 'hex'))
}
