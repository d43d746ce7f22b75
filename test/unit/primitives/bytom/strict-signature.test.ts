import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import { describe, expect, it } from 'vitest'
import { verifyStrictly } from '../../../../src/primitives/bytom/strict-signature.ts'

const { Point } = ed25519
const ORDER = Point.Fn.ORDER
const PRIME = 2n ** 255n - 19n
const message = new TextEncoder().encode('a message')
const { secretKey, publicKey } = ed25519.keygen(new Uint8Array(32).fill(7))
const signature = ed25519.sign(message, secretKey)

describe('a strict signature', () => {
  it('is what another library made', () => {
    expect(verifyStrictly(signature, message, publicKey)).toBe(true)
  })

  it('has one S', () => {
    const response = bytesToNumberLE(signature.subarray(32))
    for (const times of [1n, 2n, 7n]) {
      const larger = numberToBytesLE(response + times * ORDER, 32)
      const other = Uint8Array.of(...signature.subarray(0, 32), ...larger)
      expect(verifyStrictly(other, message, publicKey), `S + ${times} L`).toBe(false)
    }
  })

  it('is of no key of small order, in any of its encodings', () => {
    const ys = [0n, 1n, PRIME - 1n, PRIME, PRIME + 1n, ...ysOfOrderEight()]
    let encodings = 0
    for (const y of ys) {
      for (const sign of [0, 0x80]) {
        const key = numberToBytesLE(y, 32)
        key[31] = (key[31] as number) | sign
        // R = B and S = 1 hold for the neutral element whatever the message; the rest by luck.
        const forged = Uint8Array.of(...Point.BASE.toBytes(), ...numberToBytesLE(1n, 32))
        expect(verifyStrictly(forged, message, key), `${y} with sign ${sign}`).toBe(false)
        encodings++
      }
    }
    expect(encodings).toBe(14)
  })

  it('is of no key in an encoding beyond the field', () => {
    for (let y = PRIME; y < 2n ** 255n; y++) {
      expect(verifyStrictly(signature, message, numberToBytesLE(y, 32))).toBe(false)
    }
  })

  it.each([0, 31, 33, 63, 65])('is not of %i bytes', (length) => {
    expect(verifyStrictly(new Uint8Array(length), message, publicKey)).toBe(false)
    expect(verifyStrictly(signature, message, new Uint8Array(length))).toBe(false)
  })

  it('keeps the equation without its cofactor', () => {
    const torsion = ysOfOrderEight().map((y) => Point.fromBytes(numberToBytesLE(y, 32)))[0]
    const mixed = Point.fromBytes(publicKey).add(torsion as typeof Point.BASE)
    expect(verifyStrictly(signature, message, mixed.toBytes())).toBe(false)
  })
})

/** From RFC 8032's curve: the y of points whose eightfold is neutral and whose fourfold is not. */
function ysOfOrderEight(): bigint[] {
  const found = new Set<bigint>()
  for (let seed = 2; found.size < 2; seed++) {
    const bytes = new Uint8Array(32).fill(seed)
    bytes[31] = 0
    try {
      // A point times the group's order is what it has of the torsion.
      const torsion = Point.fromBytes(bytes, true)
        .multiplyUnsafe(ORDER - 1n)
        .add(Point.fromBytes(bytes, true))
      if (!torsion.double().double().is0()) found.add(torsion.toAffine().y)
    } catch {
      // No point has this y.
    }
  }
  return [...found]
}
