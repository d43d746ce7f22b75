import { createDecipheriv, scryptSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Secret } from '../../../src/keystore/stores/secret.ts'
import {
  decryptVaultSecret,
  encryptVaultSecret,
} from '../../../src/keystore/stores/vault-secret.ts'
import { isVaultSecret, VAULT_SECRET } from '../../../src/keystore/stores/vault-secret-file.ts'
import { projectRoot } from '../../support/capstan.ts'
import { CHEAP_COST } from '../../support/cheap-vault.ts'

const ENTRY = 'ops-0123456789ab'
const ROOT: Secret = { kind: 'bytom-root', bytes: Uint8Array.from({ length: 64 }, (_, i) => i) }
const WORDS: Secret = { kind: 'mnemonic', bytes: Uint8Array.from({ length: 16 }, (_, i) => i) }
const WRITTEN = await encryptVaultSecret(ENTRY, WORDS, 'correct horse', CHEAP_COST)

describe('a vault file for what v3 has no place for', () => {
  it('opens with its password, under its entry, as its kind', async () => {
    const text = await encryptVaultSecret(ENTRY, ROOT, 'grüße ﬁ')
    expect(isVaultSecret(text)).toBe(true)
    expect(text).not.toContain(Buffer.from(ROOT.bytes).toString('hex'))
    const opened = await open(text, 'grüße fi')
    expect(opened.kind).toBe('bytom-root')
    expect(Buffer.from(opened.bytes).equals(ROOT.bytes)).toBe(true)
  })

  it('is read as the release that first wrote the format wrote it', async () => {
    const path = join(projectRoot, 'test', 'fixtures', 'formats', 'vault-secret-1.json')
    const opened = await open(readFileSync(path, 'utf8'), 'correct horse')
    expect(opened.kind).toBe('mnemonic')
    expect(Buffer.from(opened.bytes).equals(WORDS.bytes)).toBe(true)
  })

  it('costs a guesser as much as a v3 file does, and takes new salt and iv each time', async () => {
    const first = JSON.parse(await encryptVaultSecret(ENTRY, WORDS, 'correct horse'))
    const second = JSON.parse(await encryptVaultSecret(ENTRY, WORDS, 'correct horse'))
    expect(first.kdf).toMatchObject({ name: 'scrypt', n: 131_072, r: 8, p: 1 })
    expect(first.kdf.salt).not.toBe(second.kdf.salt)
    expect(first.cipher.iv).not.toBe(second.cipher.iv)
  })

  // The format in plain steps, as another implementation would read it.
  it('is AES-256-GCM under scrypt, bound to format, kind and entry', async () => {
    const { kdf, cipher, ciphertext, kind } = JSON.parse(WRITTEN)
    const cost = { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 2 ** 28 }
    const key = scryptSync('correct horse', Buffer.from(kdf.salt, 'hex'), 32, cost)
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(cipher.iv, 'hex'))
      .setAAD(Buffer.from(`capstan/vault-secret@1\n${kind}\n${ENTRY}`))
      .setAuthTag(Buffer.from(cipher.tag, 'hex'))
    const bytes = Buffer.concat([decipher.update(ciphertext, 'hex'), decipher.final()])
    expect(bytes.equals(WORDS.bytes)).toBe(true)
  })

  it.each([
    ['another password', {}, ENTRY, 'Correct horse'],
    ['another entry', {}, 'ops-ffffffffffff', 'correct horse'],
    ['a changed ciphertext', { ciphertext: '00'.repeat(16) }, ENTRY, 'correct horse'],
    ['a changed kind', { kind: 'bytom-root', ciphertext: '00'.repeat(64) }, ENTRY, 'correct horse'],
  ])(
    'is not opened by %s, and does not say which part was wrong',
    async (_, change, entry, password) => {
      await expect(open(changed(change), password, entry)).rejects.toMatchObject({
        code: 'KEY_PASSWORD_WRONG',
        exitCode: 3,
        message: 'The password does not open the key.',
        details: {},
      })
    },
  )

  it.each([
    ['its end cut off', WRITTEN.slice(0, 200)],
    ['a newer format', changed({ format: 'capstan/vault-secret@2' })],
    ['an unknown kind', changed({ kind: 'seed' })],
    ['a kind that v3 holds', changed({ kind: 'private-key', ciphertext: '00'.repeat(32) })],
    ['a member more', changed({ comment: 'x' })],
    ['a member less', changed({ kdf: undefined })],
    ['a member more in its kdf', changedIn('kdf', { dklen: 32 })],
    ['another kdf', changedIn('kdf', { name: 'pbkdf2' })],
    ['another cipher', changedIn('cipher', { name: 'aes-256-ctr' })],
    ['a short tag', changedIn('cipher', { tag: '00'.repeat(12) })],
    ['a long iv', changedIn('cipher', { iv: '00'.repeat(16) })],
    ['an entropy of 17 bytes', changed({ ciphertext: '00'.repeat(17) })],
    ['a scrypt that takes 16 GiB', changedIn('kdf', { n: 2 ** 24 })],
    ['a scrypt that takes a day', changedIn('kdf', { p: 100_000 })],
    ['an n that is no power of two', changedIn('kdf', { n: 131_071 })],
  ])('is refused with %s', async (_, text) => {
    await expect(VAULT_SECRET.parse(text, 'file.json')).rejects.toMatchObject({
      code: 'VAULT_FILE_INVALID',
      exitCode: 8,
    })
  })
})

async function open(text: string, password: string, entry = ENTRY): Promise<Secret> {
  return decryptVaultSecret(entry, await VAULT_SECRET.parse(text, 'file.json'), password)
}

function changed(change: object): string {
  return JSON.stringify({ ...JSON.parse(WRITTEN), ...change })
}

function changedIn(member: string, change: object): string {
  return changed({ [member]: { ...JSON.parse(WRITTEN)[member], ...change } })
}
