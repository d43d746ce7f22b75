import { bytesToHex } from '../../primitives/hex.ts'

/**
 * Signs a digest of 32 bytes with libsecp256k1 compiled to wasm, which is ready in half the time
 * of a curve in JavaScript. Deterministic (RFC 6979), low s. Gives r ‖ s ‖ v as `0x…`, v 27 or 28.
 */
export async function signDigest(privateKey: Uint8Array, digest: Uint8Array): Promise<string> {
  const { signRecoverable } = await import('tiny-secp256k1')
  const { signature, recoveryId } = signRecoverable(digest, privateKey)
  return bytesToHex(Buffer.concat([signature, Uint8Array.of(27 + recoveryId)]))
}
