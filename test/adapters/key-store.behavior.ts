import { describe, expect, it } from 'vitest'
import { newEntryName } from '../../src/keystore/key-name.ts'
import type { KeyStore } from '../../src/keystore/key-store.ts'
import { randomPrivateKey } from '../../src/keystore/private-key.ts'

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
      expect(hex(await store.get(entry))).toBe(hex(secret))
      expect(hex(await again.get(entry))).toBe(hex(secret))
    })

    it('keeps leading zero bytes', async () => {
      const { store } = open()
      const secret = new Uint8Array(32)
      secret[31] = 7
      const entry = await put(store, secret)
      expect(hex(await store.get(entry))).toBe(hex(secret))
    })

    it('gives a copy: wiping one does not harm the stored secret', async () => {
      const { store } = open()
      const secret = randomPrivateKey()
      const expected = hex(secret)
      const entry = await put(store, secret)
      secret.fill(0)
      ;(await store.get(entry)).fill(0)
      expect(hex(await store.get(entry))).toBe(expected)
    })

    it('never overwrites an entry', async () => {
      const { store } = open()
      const secret = randomPrivateKey()
      const entry = await put(store, secret)
      await expect(store.put(entry, randomPrivateKey())).rejects.toMatchObject({
        code: 'KEY_ENTRY_EXISTS',
      })
      expect(hex(await store.get(entry))).toBe(hex(secret))
    })

    it('says that an entry is missing, and does not confuse entries', async () => {
      const { store } = open()
      const first = randomPrivateKey()
      const second = randomPrivateKey()
      const firstEntry = await put(store, first)
      const secondEntry = await put(store, second)
      expect(hex(await store.get(firstEntry))).toBe(hex(first))
      expect(hex(await store.get(secondEntry))).toBe(hex(second))
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
      expect(kept.map(hex)).toEqual(secrets.map(hex))
    })

    it('is available', async () => {
      const { store } = open()
      expect(await store.health()).toEqual({ available: true, missing: [], suggestions: [] })
    })
  })
}

async function put(store: KeyStore, secret: Uint8Array): Promise<string> {
  const entry = newEntryName('key')
  await store.put(entry, secret)
  return entry
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
