import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { randomPrivateKey } from '../../src/keystore/evm/private-key.ts'
import { newEntryName } from '../../src/keystore/index/key-name.ts'
import type { KeyStore } from '../../src/keystore/stores/key-store.ts'
import type { Secret } from '../../src/keystore/stores/secret.ts'

export interface StoreUnderTest {
  readonly store: KeyStore
  /** The same secrets as another process would open them. */
  readonly again: KeyStore
}

/** What every store of secrets does. `open` makes one that holds nothing yet. */
export function describeKeyStore(name: string, open: () => StoreUnderTest): void {
  describe(`the ${name} store`, () => {
    it('gives back what was put, also when it is opened again', async () => {
      const { store, again } = open()
      const secret = randomPrivateKey()
      const entry = await put(store, secret)
      expect(hex(await store.get(entry))).toBe(hex({ bytes: secret }))
      expect(hex(await again.get(entry))).toBe(hex({ bytes: secret }))
    })

    it.each([
      ['private-key', 32],
      ['mnemonic', 16],
      ['mnemonic', 20],
      ['mnemonic', 24],
      ['mnemonic', 28],
      ['mnemonic', 32],
      ['bytom-root', 64],
    ] as const)('keeps a %s of %d bytes with its kind', async (kind, length) => {
      const { store, again } = open()
      const bytes = length === 32 ? randomPrivateKey() : randomBytes(length)
      const entry = newEntryName('key')
      await store.put(entry, { kind, bytes })
      const kept = await again.get(entry)
      expect([kept.kind, hex(kept)]).toEqual([kind, hex({ bytes })])
      expect(await store.delete(entry)).toBe(true)
      expect(await again.has(entry)).toBe(false)
    })

    it('keeps leading zero bytes', async () => {
      const { store } = open()
      const secret = new Uint8Array(32)
      secret[31] = 7
      const entry = await put(store, secret)
      expect(hex(await store.get(entry))).toBe(hex({ bytes: secret }))
    })

    it('gives a copy: wiping one does not harm the stored secret', async () => {
      const { store } = open()
      const secret = randomPrivateKey()
      const expected = hex({ bytes: secret })
      const entry = await put(store, secret)
      secret.fill(0)
      ;(await store.get(entry)).bytes.fill(0)
      expect(hex(await store.get(entry))).toBe(expected)
    })

    it('never overwrites an entry', async () => {
      const { store } = open()
      const secret = randomPrivateKey()
      const entry = await put(store, secret)
      await expect(
        store.put(entry, { kind: 'private-key', bytes: randomPrivateKey() }),
      ).rejects.toMatchObject({
        code: 'KEY_ENTRY_EXISTS',
      })
      expect(hex(await store.get(entry))).toBe(hex({ bytes: secret }))
    })

    it('says that an entry is missing, and does not confuse entries', async () => {
      const { store } = open()
      const first = randomPrivateKey()
      const second = randomPrivateKey()
      const firstEntry = await put(store, first)
      const secondEntry = await put(store, second)
      expect(hex(await store.get(firstEntry))).toBe(hex({ bytes: first }))
      expect(hex(await store.get(secondEntry))).toBe(hex({ bytes: second }))
      await expect(store.get(newEntryName('none'))).rejects.toMatchObject({
        code: 'KEY_SECRET_MISSING',
        exitCode: 8,
      })
    })

    it('deletes an entry once and for every reader', async () => {
      const { store, again } = open()
      const entry = await put(store, randomPrivateKey())
      expect(await store.has(entry)).toBe(true)
      expect(await again.has(entry)).toBe(true)
      expect(await store.delete(entry)).toBe(true)
      expect(await store.has(entry)).toBe(false)
      expect(await again.has(entry)).toBe(false)
      expect(await store.delete(entry)).toBe(false)
      await expect(again.get(entry)).rejects.toMatchObject({ code: 'KEY_SECRET_MISSING' })
    })

    it('takes several secrets at once', async () => {
      const { store } = open()
      const secrets = Array.from({ length: 4 }, randomPrivateKey)
      const entries = await Promise.all(secrets.map((secret) => put(store, secret)))
      const kept = await Promise.all(entries.map((entry) => store.get(entry)))
      expect(kept.map(hex)).toEqual(secrets.map((bytes) => hex({ bytes })))
    })

    it('is available', async () => {
      const { store } = open()
      expect(await store.health()).toEqual({ available: true, missing: [], suggestions: [] })
    })
  })
}

async function put(store: KeyStore, secret: Uint8Array): Promise<string> {
  const entry = newEntryName('key')
  await store.put(entry, { kind: 'private-key', bytes: secret })
  return entry
}

function hex({ bytes }: Pick<Secret, 'bytes'>): string {
  return Buffer.from(bytes).toString('hex')
}
