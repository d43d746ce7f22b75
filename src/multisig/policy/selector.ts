import { keccak256Hex } from '../../primitives/keccak.ts'

/** A function's name and the types it takes, as they are hashed: no spaces, no names. */
const SIGNATURE = /^[A-Za-z_$][A-Za-z0-9_$]*\((?:[a-z0-9[\](),]*)\)$/

/** Selector of a function such as `setRate(uint256)`, or of itself, `0x` and 8 hex characters. */
export function selectorOf(signature: string): string | undefined {
  if (/^0x[0-9a-f]{8}$/.test(signature)) return signature
  if (!SIGNATURE.test(signature)) return undefined
  return keccak256Hex(Buffer.from(signature, 'ascii')).slice(0, 10)
}
