import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBytomAddress } from '../../../src/primitives/bytom/bytom-address.ts'
import {
  childXprv,
  childXpub,
  deriveXprv,
  deriveXpub,
  hardenedChildXprv,
  publicKeyOfXpub,
  rootXprv,
  signWithXprv,
  xpubOf,
} from '../../../src/primitives/bytom/chainkd.ts'
import { formatBytomPath, parseBytomPath } from '../../../src/primitives/bytom/derivation-path.ts'
import { sha3 } from '../../../src/primitives/bytom/hashes.ts'
import { verifyQuorum } from '../../../src/primitives/bytom/message-signature.ts'
import {
  encodeMultisigScript,
  parseMultisigScript,
} from '../../../src/primitives/bytom/multisig-script.ts'
import { verifyStrictly } from '../../../src/primitives/bytom/strict-signature.ts'

const seeds = fc.uint8Array({ minLength: 64, maxLength: 64 })
const selectors = fc.uint8Array({ maxLength: 12 })
const messages = fc.uint8Array({ maxLength: 80 })
/** Each run multiplies points. */
const FEW = { numRuns: 25 }

describe('every key of ChainKD', () => {
  it('has the same children by its xprv and by its xpub', () => {
    fc.assert(
      fc.property(seeds, fc.array(selectors, { maxLength: 4 }), (seed, path) => {
        const root = rootXprv(seed)
        expect(xpubOf(deriveXprv(root, path))).toEqual(deriveXpub(xpubOf(root), path))
      }),
      FEW,
    )
  })

  it('keeps its hardened children from its xpub', () => {
    fc.assert(
      fc.property(seeds, selectors, (seed, selector) => {
        const root = rootXprv(seed)
        const hardened = xpubOf(hardenedChildXprv(root, selector))
        expect(hardened).not.toEqual(childXpub(xpubOf(root), selector))
      }),
      FEW,
    )
  })

  it('leaves the key it was derived from as it was', () => {
    fc.assert(
      fc.property(seeds, selectors, (seed, selector) => {
        const root = rootXprv(seed)
        const before = root.slice()
        childXprv(root, selector)
        deriveXprv(root, [selector, selector])
        signWithXprv(root, selector)
        expect(root).toEqual(before)
      }),
      FEW,
    )
  })

  it('signs what any ed25519 library verifies, and no bit of it can be changed', () => {
    fc.assert(
      fc.property(seeds, messages, fc.nat(511), fc.nat(255), (seed, message, bit, keyBit) => {
        const xprv = rootXprv(seed)
        const publicKey = publicKeyOfXpub(xpubOf(xprv))
        const signature = signWithXprv(xprv, message)
        expect(ed25519.verify(signature, message, publicKey)).toBe(true)
        expect(verifyStrictly(signature, message, publicKey)).toBe(true)
        expect(verifyStrictly(flipped(signature, bit), message, publicKey)).toBe(false)
        expect(verifyStrictly(signature, message, flipped(publicKey, keyBit))).toBe(false)
        const longer = Uint8Array.of(...message, 0)
        expect(verifyStrictly(signature, longer, publicKey)).toBe(false)
      }),
      FEW,
    )
  })

  it('has one signature for a message: S + L is refused', () => {
    fc.assert(
      fc.property(seeds, messages, (seed, message) => {
        const xprv = rootXprv(seed)
        const signature = signWithXprv(xprv, message)
        const response = bytesToNumberLE(signature.subarray(32)) + ed25519.Point.Fn.ORDER
        const second = Uint8Array.of(...signature.subarray(0, 32), ...numberToBytesLE(response, 32))
        expect(verifyStrictly(second, message, publicKeyOfXpub(xpubOf(xprv)))).toBe(false)
      }),
      FEW,
    )
  })
})

describe('every m-of-n script', () => {
  const keys = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), {
    minLength: 1,
    maxLength: 20,
  })

  it('is read back, and refused with any byte less, more or changed in its frame', () => {
    fc.assert(
      fc.property(keys, fc.nat(), fc.nat(255), (publicKeys, pick, byte) => {
        const quorum = 1 + (pick % publicKeys.length)
        const script = encodeMultisigScript({ quorum, publicKeys })
        expect(parseMultisigScript(script)).toEqual({ quorum, publicKeys })
        const refused = { code: 'BYTOM_SCRIPT_INVALID' }
        for (const wrong of [
          script.slice(1),
          script.slice(0, -1),
          Uint8Array.of(...script, byte),
        ]) {
          expect(() => parseMultisigScript(wrong)).toThrow(expect.objectContaining(refused))
        }
      }),
    )
  })

  it('is proven by any quorum of distinct keys, and by nothing less', () => {
    fc.assert(
      fc.property(seeds, messages, fc.integer({ min: 1, max: 3 }), (seed, message, quorum) => {
        const keys = [0, 1, 2].map((i) => childXprv(rootXprv(seed), Uint8Array.of(i)))
        const signatures = keys.map((xprv) => ({
          signature: signWithXprv(xprv, message),
          derivedXpub: xpubOf(xprv),
        }))
        const publicKeys = signatures.map(({ derivedXpub }) => publicKeyOfXpub(derivedXpub))
        const script = encodeMultisigScript({ quorum, publicKeys })
        const network = 'mainnet'
        const text = encodeBytomAddress(network, sha3(script))
        const verify = (given: typeof signatures) =>
          verifyQuorum({ network, text }, message, script, given)
        const [first] = signatures as [(typeof signatures)[0]]
        expect(verify(signatures.slice(3 - quorum))).toBe(true)
        expect(verify(signatures.slice(4 - quorum))).toBe(false)
        expect(verify([...signatures, first])).toBe(false)
        const stranger = hardenedChildXprv(rootXprv(seed), new Uint8Array())
        const foreign = {
          signature: signWithXprv(stranger, message),
          derivedXpub: xpubOf(stranger),
        }
        expect(verify([...signatures, foreign])).toBe(false)
      }),
      { numRuns: 8 },
    )
  })
})

describe('every path of Bytom', () => {
  it('is read and written back', () => {
    const steps = fc.array(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(steps, (numbers) => {
        const path = ['m', ...numbers].join('/')
        expect(formatBytomPath(parseBytomPath(path))).toBe(path)
      }),
    )
  })
})

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice()
  const index = bit >> 3
  changed[index] = (changed[index] as number) ^ (1 << (bit & 7))
  return changed
}
