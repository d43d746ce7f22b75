import { describe, expect, it } from 'vitest'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { DEFAULT_PATH, mnemonicFrom, privateKeyAt } from '../../../src/keystore/mnemonic.ts'
import { addressOfPrivateKey } from '../../../src/keystore/private-key.ts'

const ABANDON =
  'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
/** The mnemonic of anvil and hardhat. */
const JUNK = 'test test test test test test test test test test test junk'

describe('a mnemonic', () => {
  // https://github.com/trezor/python-mnemonic/blob/master/vectors.json
  it.each([
    ['00', ABANDON],
    ['7f', 'legal winner thank year wave sausage worth useful legal winner thank yellow'],
    ['80', 'letter advice cage absurd amount doctor acoustic avoid letter advice cage above'],
    ['ff', 'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong'],
  ])('is the one BIP-39 gives for sixteen bytes %s', (byte, words) => {
    expect(mnemonicFrom(Buffer.from(byte.repeat(16), 'hex'))).toBe(words)
  })

  it('leads to the accounts other wallets show (BIP-44)', () => {
    expect(DEFAULT_PATH).toBe("m/44'/60'/0'/0/0")
    expect(addressAt(ABANDON, DEFAULT_PATH)).toBe('0x9858EfFD232B4033E47d90003D41EC34EcaEda94')
  })

  it('of anvil leads to dev0 to dev9, which are written out', () => {
    DEVNET_KEYS.forEach(({ name, address, privateKey }, i) => {
      expect(name).toBe(`dev${i}`)
      const key = privateKeyAt(JUNK, `m/44'/60'/0'/0/${i}`)
      expect(`0x${Buffer.from(key).toString('hex')}`).toBe(privateKey)
      expect(addressOfPrivateKey(key)).toBe(address)
    })
  })

  it('may be written with other case and spacing, a path with h', () => {
    const spaced = `  ${ABANDON.toUpperCase().replaceAll(' ', '\n ')}\n`
    expect(addressAt(spaced, 'm/44h/60h/0h/0/0')).toBe(addressAt(ABANDON, DEFAULT_PATH))
  })

  it('with a word that is none is refused, naming the place and not the word', () => {
    const wrong = ABANDON.replace('about', 'abuot')
    expect(() => privateKeyAt(wrong, DEFAULT_PATH)).toThrow(
      expect.objectContaining({
        code: 'KEY_MNEMONIC_INVALID',
        message: 'The mnemonic is not valid under BIP-39: word 12 is not in the English word list.',
      }),
    )
  })

  it('with a wrong checksum or count is refused', () => {
    for (const words of [ABANDON.replace('about', 'abandon'), 'abandon about', '']) {
      expect(() => privateKeyAt(words, DEFAULT_PATH)).toThrow(
        expect.objectContaining({ code: 'KEY_MNEMONIC_INVALID', exitCode: 2 }),
      )
    }
  })

  it.each(['', 'm', 'm/', '44/60', "m/44'/60'/x", 'm/-1', 'm/2147483648', "m/1''", 'M/0', 'm/01'])(
    'is not derived at "%s"',
    (path) => {
      expect(() => privateKeyAt(ABANDON, path)).toThrow(
        expect.objectContaining({ code: 'KEY_PATH_INVALID', exitCode: 2 }),
      )
    },
  )
})

function addressAt(words: string, path: string): string {
  return addressOfPrivateKey(privateKeyAt(words, path))
}
