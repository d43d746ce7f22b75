import { createECDH, randomBytes } from 'node:crypto'
import { checksumAddress } from '../../primitives/address.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { keccak256 } from '../../primitives/keccak.ts'
import { privateKeyInvalid } from '../stores/store-errors.ts'

const HEX_KEY = /^(?:0x)?[0-9a-fA-F]{64}$/
/** Order of the secp256k1 group (SEC 2, 2.4.1). */
const ORDER = Buffer.from('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', 'hex')
const ZERO = Buffer.alloc(32)

/** A key from the system's random source. */
export function randomPrivateKey(): Uint8Array {
  for (;;) {
    const key = randomBytes(32)
    if (isPrivateKey(key)) return key
  }
}

/** 32 bytes, big-endian, from 1 to the group order less one. */
export function isPrivateKey(bytes: Uint8Array): boolean {
  return bytes.length === 32 && Buffer.compare(bytes, ZERO) > 0 && Buffer.compare(bytes, ORDER) < 0
}

/**
 * Reads 64 hex characters with or without `0x`; white space around them is ignored.
 * @throws KEY_PRIVATE_KEY_INVALID naming `place`.
 */
export function parsePrivateKey(text: string, place: string): Uint8Array {
  const trimmed = text.trim()
  if (!HEX_KEY.test(trimmed)) throw privateKeyInvalid(place)
  const key = Buffer.from(trimmed.slice(-64), 'hex')
  if (!isPrivateKey(key)) throw privateKeyInvalid(place)
  return key
}

/**
 * The EIP-55 address of a private key, by the native curve of Node's crypto: showing an address
 * needs no signing library.
 */
export function addressOfPrivateKey(privateKey: Uint8Array): string {
  const curve = createECDH('secp256k1')
  curve.setPrivateKey(privateKey)
  const publicKey = curve.getPublicKey()
  return checksumAddress(bytesToHex(keccak256(publicKey.subarray(1)).subarray(12)))
}
