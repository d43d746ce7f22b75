import { describe, expect, it } from 'vitest'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { addressOfPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { privateKeyAt } from '../../../src/keystore/hd/hd-derivation.ts'
import { FIRST_PATHS } from '../../../src/keystore/hd/hd-path.ts'
import { entropyOf, mnemonicFrom, mnemonicSeed } from '../../../src/keystore/hd/mnemonic.ts'

const ABANDON =
  'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
/** The mnemonic of anvil and hardhat. */
const JUNK = 'test test test test test test test test test test test junk'

describe('a mnemonic', () => {
  // https://github.com/trezor/python-mnemonic/blob/master/vectors.json
  it.each([
    ['00', 16, ABANDON],
    ['7f', 16, 'legal winner thank year wave sausage worth useful legal winner thank yellow'],
    ['80', 16, 'letter advice cage absurd amount doctor acoustic avoid letter advice cage above'],
    ['ff', 16, 'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong'],
    ['00', 24, `${'abandon '.repeat(17)}agent`],
    ['ff', 24, `${'zoo '.repeat(17)}when`],
    ['00', 32, `${'abandon '.repeat(23)}art`],
    ['ff', 32, `${'zoo '.repeat(23)}vote`],
  ])('is the one BIP-39 gives for bytes %s, %d of them', (byte, length, words) => {
    const entropy = Buffer.from(byte.repeat(length), 'hex')
    expect(mnemonicFrom(entropy)).toBe(words)
    expect(Buffer.from(entropyOf(words)).equals(entropy)).toBe(true)
  })

  it.each([12, 15, 18, 21, 24])('has %d words and gives its entropy back', (count) => {
    const entropy = Buffer.alloc((count * 4) / 3, 0x5a)
    const words = mnemonicFrom(entropy)
    expect(words.split(' ')).toHaveLength(count)
    expect(Buffer.from(entropyOf(words)).equals(entropy)).toBe(true)
  })

  it('leads to the accounts other wallets show (BIP-44)', async () => {
    expect(await addressAt(ABANDON, FIRST_PATHS.evm)).toBe(
      '0x9858EfFD232B4033E47d90003D41EC34EcaEda94',
    )
  })

  it('of anvil leads to dev0 to dev9, which are written out', async () => {
    for (const [i, { name, address, privateKey }] of DEVNET_KEYS.entries()) {
      expect(name).toBe(`dev${i}`)
      const key = await privateKeyAt(mnemonicSeed(entropyOf(JUNK)), `m/44'/60'/0'/0/${i}`)
      expect(`0x${Buffer.from(key).toString('hex')}`).toBe(privateKey)
      expect(addressOfPrivateKey(key)).toBe(address)
    }
  })

  it('may be written with other case and spacing', () => {
    const spaced = `  ${ABANDON.toUpperCase().replaceAll(' ', '\n ')}\n`
    expect(entropyOf(spaced)).toEqual(entropyOf(ABANDON))
  })

  it('with a word that is none is refused, naming it, its place and the nearest word', () => {
    expect(() => entropyOf(ABANDON.replace('about', 'abuot'))).toThrow(
      expect.objectContaining({
        code: 'KEY_MNEMONIC_INVALID',
        exitCode: 2,
        message: expect.stringContaining('word 12, "abuot",'),
        details: { place: 12, nearest: 'about' },
      }),
    )
  })

  it('never repeats what may be another secret', () => {
    const secrets = Array.from({ length: 12 }, (_, i) => `${i}`.padStart(64, 'c'))
    expect(() => entropyOf(secrets.join('\n'))).toThrow(
      expect.objectContaining({
        code: 'KEY_MNEMONIC_INVALID',
        message: expect.not.stringContaining('ccc'),
        details: { place: 1, nearest: null },
      }),
    )
  })

  it('with a wrong checksum or count is refused', () => {
    for (const words of [ABANDON.replace('about', 'abandon'), 'abandon about', '']) {
      expect(() => entropyOf(words)).toThrow(
        expect.objectContaining({ code: 'KEY_MNEMONIC_INVALID', exitCode: 2 }),
      )
    }
  })
})

async function addressAt(words: string, path: string): Promise<string> {
  return addressOfPrivateKey(await privateKeyAt(mnemonicSeed(entropyOf(words)), path))
}
