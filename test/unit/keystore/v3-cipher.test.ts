import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { decryptV3, encryptV3 } from '../../../src/keystore/v3-cipher.ts'
import { parseV3File } from '../../../src/keystore/v3-file.ts'

// https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage/ (test vectors)
const PBKDF2_FILE = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
}
const SCRYPT_FILE = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 262144,
      p: 8,
      r: 1,
      salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
    },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
}
const SECRET = '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'

describe('a Web3 Secret Storage file', () => {
  it('opens as the specification’s vectors say, by scrypt and by PBKDF2', async () => {
    for (const file of [SCRYPT_FILE, PBKDF2_FILE]) {
      expect(await open(JSON.stringify(file), 'testpassword')).toBe(SECRET)
    }
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
    expect(JSON.parse(text).address).toBe(wallet.address.slice(2).toLowerCase())
  })

  it('is read by us as ethers writes it', async () => {
    const text = await new Wallet(`0x${SECRET}`).encrypt('grüße ﬁ', undefined)
    expect(await open(text, 'grüße ﬁ')).toBe(SECRET)
  })

  it('is never the same twice', async () => {
    const [first, second] = await Promise.all([
      encryptV3(bytes(SECRET), 'same'),
      encryptV3(bytes(SECRET), 'same'),
    ])
    expect(JSON.parse(first).crypto.ciphertext).not.toBe(JSON.parse(second).crypto.ciphertext)
    expect(first).not.toContain(SECRET)
  })

  it('must hold the key of the address it names', async () => {
    const file = { ...PBKDF2_FILE, address: '00'.repeat(20) }
    await expect(open(JSON.stringify(file), 'testpassword')).rejects.toMatchObject({
      code: 'KEY_FILE_INVALID',
    })
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
    expect(() => parseV3File(text, 'file.json')).toThrow(
      expect.objectContaining({ code: 'KEY_FILE_INVALID', exitCode: 2 }),
    )
  })
})

async function open(text: string, password: string): Promise<string> {
  const secret = await decryptV3(parseV3File(text, 'file.json'), password, 'file.json')
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
