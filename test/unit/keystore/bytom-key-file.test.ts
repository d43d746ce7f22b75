import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  decryptBytomKeyFile,
  encryptBytomKeyFile,
  parseBytomKeyFile,
} from '../../../src/keystore/bytom-keys/bytom-key-file.ts'
import { xpubOf } from '../../../src/primitives/bytom/chainkd.ts'
import { Malformed } from '../../../src/primitives/malformed.ts'
import { bytomFixture, hex } from '../../support/bytom-vectors.ts'

const FILES = ['key-file.json', 'key-file-2.json'] as const
const PASSWORD = 'bytomtest'

describe('a key file of bytomd', () => {
  it.each(FILES)('opens with its password, to the key of its xpub: %s', async (name) => {
    const text = read(name)
    const xprv = await open(text, PASSWORD)
    expect(xprv).toHaveLength(64)
    expect(hex(xpubOf(xprv))).toBe(JSON.parse(text).xpub)
  })

  it('is written with the members the node writes, and opens again', async () => {
    const sample = JSON.parse(read(FILES[0]))
    const xprv = await open(read(FILES[0]), PASSWORD)
    const text = await encryptBytomKeyFile(xprv, 'another', 'alice')
    expect(shape(JSON.parse(text))).toEqual(shape(sample))
    expect(JSON.parse(text)).toMatchObject({ alias: 'alice', xpub: sample.xpub })
    expect(await open(text, 'another')).toEqual(xprv)
  })

  it('opens with no other password', async () => {
    for (const password of ['bytomtestbad', 'Bytomtest', ' bytomtest']) {
      await expect(open(read(FILES[0]), password)).rejects.toMatchObject({
        code: 'KEY_PASSWORD_WRONG',
        exitCode: 3,
      })
    }
  })

  it('must hold the key of the xpub it names', async () => {
    const { xpub } = JSON.parse(read(FILES[1]))
    await expect(open(changed({ xpub }), PASSWORD)).rejects.toThrow(Malformed)
  })

  it.each([
    ['not JSON', '{'],
    ['of another type', changed({ type: 'bytom_p2pk' })],
    ['of version 3, as wallets of Ethereum write', changed({ version: 3 })],
    [
      'with another cipher, as builds for Chinese standards write',
      crypto({ cipher: 'sm4-128-ctr' }),
    ],
    ['with another kdf', crypto({ kdf: 'pbkdf2' })],
    ['with 32 bytes', crypto({ ciphertext: '00'.repeat(32) })],
    ['without an xpub', changed({ xpub: undefined })],
    ['with a short mac', crypto({ mac: '00' })],
    ['with a scrypt that takes 16 GiB', kdf({ n: 2 ** 24 })],
    ['with a scrypt that takes a day', kdf({ n: 2 ** 17, p: 100_000 })],
    ['with a short derived key', kdf({ dklen: 16 })],
  ])('is refused %s', (_, text) => {
    expect(() => parseBytomKeyFile(text)).toThrow(Malformed)
  })
})

/** The names of all members, and the lengths of texts. */
function shape(value: unknown, name = ''): unknown {
  if (typeof value !== 'object' || value === null) {
    return name === 'alias' || typeof value !== 'string' ? typeof value : value.length
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([key, member]) => [key, shape(member, key)]))
}

function open(text: string, password: string): Promise<Uint8Array> {
  return decryptBytomKeyFile(parseBytomKeyFile(text), password)
}

function read(name: string): string {
  return readFileSync(bytomFixture(name), 'utf8')
}

function changed(changes: object): string {
  return JSON.stringify({ ...JSON.parse(read(FILES[0])), ...changes })
}

function crypto(changes: object): string {
  return changed({ crypto: { ...JSON.parse(read(FILES[0])).crypto, ...changes } })
}

function kdf(changes: object): string {
  return crypto({ kdfparams: { ...JSON.parse(read(FILES[0])).crypto.kdfparams, ...changes } })
}
