import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { computeAddress, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { decryptV3, encryptV3 } from '../../../src/keystore/stores/v3-cipher.ts'
import { parseV3File } from '../../../src/keystore/stores/v3-file.ts'
import { Malformed } from '../../../src/primitives/malformed.ts'
import { projectRoot } from '../../support/capstan.ts'
import { CHEAP_COST } from '../../support/cheap-vault.ts'

// test/fixtures/v3/README.md says where each comes from.
const FIXTURES = join(projectRoot, 'test', 'fixtures', 'v3')
const fixture = (name: string) => readFileSync(join(FIXTURES, name), 'utf8')
const VECTORS: Record<string, { json: object; password: string; priv: string }> = JSON.parse(
  fixture('vectors.json'),
)
const { wikipage_test_vector_pbkdf2, wikipage_test_vector_scrypt } = JSON.parse(
  fixture('vectors.json'),
)
const PBKDF2_FILE = wikipage_test_vector_pbkdf2.json
const SCRYPT_FILE = wikipage_test_vector_scrypt.json
const SECRET = '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'

describe('a Web3 Secret Storage file', () => {
  it.each(Object.entries(VECTORS))('opens as the vector %s says', async (_, vector) => {
    const opened = await open(JSON.stringify(vector.json), vector.password)
    expect(opened).toBe(vector.priv.padStart(64, '0'))
  })

  it.each([
    ['geth.json', 'foobar', '0xf466859eAD1932D743d622CB74FC058882E8648A'],
    ['geth-no-address.json', 'foobar', '0xf466859eAD1932D743d622CB74FC058882E8648A'],
    ['geth-light.json', '', '0x45DEA0FB0bba44F4fcF290bbA71fD57D7117CBb8'],
    ['cast.json', 'correct horse', '0x3be777924b694243FD4E301DEc7905d03a78613f'],
  ])('of another tool opens: %s', async (file, password, address) => {
    expect(computeAddress(`0x${await open(fixture(file), password)}`).toLowerCase()).toBe(
      address.toLowerCase(),
    )
  })

  it('opens only with its password', async () => {
    await expect(open(JSON.stringify(PBKDF2_FILE), 'Testpassword')).rejects.toMatchObject({
      code: 'KEY_PASSWORD_WRONG',
      exitCode: 3,
    })
  })

  it('is read by ethers as we write it', async () => {
    const text = await encryptV3(bytes(SECRET), 'grüße ﬁ')
    const wallet = await Wallet.fromEncryptedJson(text, 'grüße ﬁ')
    expect(wallet.privateKey).toBe(`0x${SECRET}`)
    expect(JSON.parse(text).crypto.kdfparams).toMatchObject({ n: 131_072, r: 8, p: 1 })
    expect(JSON.parse(text).address).toBe(wallet.address.slice(2).toLowerCase())
  })

  it('is read by us as ethers writes it', async () => {
    const text = await new Wallet(`0x${SECRET}`).encrypt('grüße ﬁ', undefined)
    expect(await open(text, 'grüße ﬁ')).toBe(SECRET)
  })

  it('is never the same twice', async () => {
    const [first, second] = await Promise.all([
      encryptV3(bytes(SECRET), 'same', CHEAP_COST),
      encryptV3(bytes(SECRET), 'same', CHEAP_COST),
    ])
    expect(JSON.parse(first).crypto.ciphertext).not.toBe(JSON.parse(second).crypto.ciphertext)
    expect(first).not.toContain(SECRET)
  })

  it('must hold the key of the address it names', async () => {
    const file = { ...PBKDF2_FILE, address: '00'.repeat(20) }
    await expect(open(JSON.stringify(file), 'testpassword')).rejects.toThrow(Malformed)
  })

  it.each([
    ['not JSON', '{'],
    ['no object', '[]'],
    ['another version', JSON.stringify({ ...SCRYPT_FILE, version: 4 })],
    ['another cipher', withCrypto({ cipher: 'aes-128-cbc' })],
    ['another kdf', withCrypto({ kdf: 'argon2' })],
    ['a scrypt n that is no power of two', withKdf({ n: 262143 })],
    ['a scrypt that takes 16 GiB', withKdf({ n: 2 ** 24, r: 8, p: 1 })],
    ['a scrypt that takes a day', withKdf({ n: 2 ** 17, r: 8, p: 100_000 })],
    ['a negative number', withKdf({ r: -1 })],
    ['a salt that is not hex', withKdf({ salt: 'zz' })],
    ['a short iv', withCrypto({ cipherparams: { iv: '00' } })],
    ['no mac', withCrypto({ mac: undefined })],
    ['a ciphertext of 33 bytes', withCrypto({ ciphertext: '00'.repeat(33) })],
    ['no ciphertext', withCrypto({ ciphertext: '' })],
  ])('is refused with %s', (_, text) => {
    expect(() => parseV3File(text)).toThrow(Malformed)
  })
})

async function open(text: string, password: string): Promise<string> {
  const secret = await decryptV3(parseV3File(text), password)
  return Buffer.from(secret).toString('hex')
}

function withCrypto(changes: object): string {
  return JSON.stringify({ ...SCRYPT_FILE, crypto: { ...SCRYPT_FILE.crypto, ...changes } })
}

function withKdf(changes: object): string {
  return withCrypto({ kdfparams: { ...SCRYPT_FILE.crypto.kdfparams, ...changes } })
}

function bytes(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex')
}
