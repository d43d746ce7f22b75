import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha3_256 } from '@noble/hashes/sha3.js'

export const HASH_BYTES = 32

/** SHA3-256 of FIPS 202 over the parts one after the other; not Keccak as Ethereum has it. */
export function sha3(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = sha3_256.create()
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** What an address of one key is made of: RIPEMD-160 of the public key, with no SHA before it. */
export function publicKeyHash(publicKey: Uint8Array): Uint8Array {
  return ripemd160(publicKey)
}
