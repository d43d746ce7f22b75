import { createPublicKey, verify } from 'node:crypto'
import { toBareHex } from './bare-hex.ts'

export const SIGNATURE_BYTES = 64

const HALF = 32
const PUBLIC_KEY_BYTES = 32
/** Order of the group that the base point generates, as 32 bytes with the highest first. */
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'
/**
 * The y of every point whose order is 8 or less, as keys are written and without the sign of x
 * (RFC 8032, 5.1.2): 1, -1, 0 and the two of order 8.
 */
const SMALL_ORDER_KEYS: ReadonlySet<string> = new Set([
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/**
 * Whether a signature is of this public key over this message, by the strict rule: S below the
 * group's order, canonical points, no key of small order, and the equation without its cofactor.
 * Bytom's nodes have that equation and also take S + L; whatever is valid here is valid there.
 * OpenSSL judges the equation, and compares R byte for byte; of the key's form it asks nothing.
 */
export function verifyStrictly(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== PUBLIC_KEY_BYTES) return false
  if (!isReduced(signature.subarray(HALF)) || !isStrictKey(publicKey)) return false
  const x = Buffer.from(publicKey).toString('base64url')
  // A key as JWK is read several times faster than as DER.
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, message, key, signature)
}

/** Whether S, little-endian, is below the group's order. */
function isReduced(response: Uint8Array): boolean {
  return toBareHex(response.slice().reverse()) < ORDER
}

/** Whether 32 bytes are the one encoding of their y, and of no point of small order. */
function isStrictKey(publicKey: Uint8Array): boolean {
  const y = publicKey.slice()
  y[HALF - 1] = (y[HALF - 1] as number) & 0x7f
  return !isBeyondField(y) && !SMALL_ORDER_KEYS.has(toBareHex(y))
}

/** Whether y, little-endian, is 2^255 - 19 or more. */
function isBeyondField(y: Uint8Array): boolean {
  return (
    (y[0] as number) >= 0xed &&
    y[HALF - 1] === 0x7f &&
    y.subarray(1, HALF - 1).every((byte) => byte === 0xff)
  )
}
