import { HDNodeWallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { privateKeyAt } from '../../../src/keystore/hd/hd-derivation.ts'
import { nextPath, normalPath } from '../../../src/keystore/hd/hd-path.ts'

const SEED = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')

describe('a derived key', () => {
  // BIP-32, test vector 1: the private keys inside its xprv strings.
  it.each([
    ["m/0'", 'edb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea'],
    ["m/0'/1", '3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368'],
    ["m/0'/1/2'", 'cbce0d719ecf7431d88e6a89fa1483e02e35092af60c042b1df2ff59fa424dca'],
    ["m/0'/1/2'/2", '0f479245fb19a38a1954c5c7c0ebab2f9bdfd96a17563ef28a6a4b1a2a764ef4'],
    ["m/0'/1/2'/2/1000000000", '471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8'],
  ])('is that of BIP-32 at %s', (path, expected) => {
    expect(hex(privateKeyAt(SEED, path))).toBe(expected)
  })

  it('is that of ethers at any path of any seed', () => {
    const step = fc
      .tuple(fc.nat({ max: 2 ** 31 - 1 }), fc.boolean())
      .map(([index, hardened]) => `${index}${hardened ? "'" : ''}`)
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 64 }),
        fc.array(step, { minLength: 1, maxLength: 5 }),
        (seed, steps) => {
          const path = ['m', ...steps].join('/')
          const theirs = HDNodeWallet.fromSeed(seed).derivePath(path).privateKey
          expect(`0x${hex(privateKeyAt(seed, path))}`).toBe(theirs)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('a path', () => {
  it('may mark hardened steps with h, and is recorded with an apostrophe', () => {
    expect(normalPath('m/44h/60h/0h/0/0')).toBe("m/44'/60'/0'/0/0")
  })

  it.each(['', 'm', 'm/', '44/60', "m/44'/60'/x", 'm/-1', 'm/2147483648', "m/1''", 'M/0', 'm/01'])(
    'is not "%s"',
    (path) => {
      expect(() => normalPath(path)).toThrow(
        expect.objectContaining({ code: 'KEY_PATH_INVALID', exitCode: 2 }),
      )
    },
  )

  it('is followed by the next of its branch that is free', () => {
    expect(nextPath("m/44'/60'/0'/0/0", [])).toBe("m/44'/60'/0'/0/1")
    expect(nextPath("m/44'/60'/0'/0/0", ["m/44'/60'/0'/0/1", "m/44'/60'/0'/0/2"])).toBe(
      "m/44'/60'/0'/0/3",
    )
    expect(nextPath("m/44'/60'/1'", ["m/44'/60'/2'"])).toBe("m/44'/60'/3'")
    for (const last of ['m/2147483647', "m/2147483647'"]) {
      expect(() => nextPath(last, [])).toThrow(
        expect.objectContaining({ code: 'KEY_PATH_INVALID' }),
      )
    }
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
