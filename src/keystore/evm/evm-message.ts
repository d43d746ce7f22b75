import { keccak256 } from '../../primitives/keccak.ts'

/**
 * The digest of a message under EIP-191, version 0x45 ("E"), from a text's UTF-8 bytes or from
 * bytes: 32 bytes.
 */
export function messageDigest(message: string | Uint8Array): Uint8Array {
  const bytes = typeof message === 'string' ? Buffer.from(message, 'utf8') : message
  return keccak256(
    Buffer.concat([Buffer.from(`\u0019Ethereum Signed Message:\n${bytes.length}`), bytes]),
  )
}
