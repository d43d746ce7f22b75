import type { Clock } from '../primitives/clock.ts'
import { keyChanged, keyExists, keyUnfinished } from './errors.ts'
import type { IndexedKey, KeyIndexContent, KeyState } from './indexed-key.ts'
import type { KeyIndex } from './key-index.ts'
import { newEntryName, parseNewKeyName } from './key-name.ts'
import type { KeyStore, StoreBackend } from './key-store.ts'
import type { KeyType } from './key-type.ts'
import { addressOfPrivateKey } from './private-key.ts'
import { secretMismatch } from './secret-errors.ts'

export interface NewKey {
  readonly name: string
  readonly type: KeyType
  /** BIP-32 path from the mnemonic, or null. */
  readonly path: string | null
}

/**
 * Keys that outlive a run: public facts in the index, secrets in stores, and the order of writes
 * between the two (see KeyState). Slow work (scrypt, prompts) is done outside the index's lock.
 */
export class StoredKeys {
  private readonly index: KeyIndex
  private readonly storeOf: (backend: StoreBackend) => KeyStore
  private readonly clock: Clock

  constructor(parts: {
    index: KeyIndex
    storeOf: (backend: StoreBackend) => KeyStore
    clock: Clock
  }) {
    this.index = parts.index
    this.storeOf = parts.storeOf
    this.clock = parts.clock
  }

  read(): Promise<KeyIndexContent> {
    return this.index.read()
  }

  /** @throws KEY_EXISTS, KEY_NAME_INVALID, KEY_NAME_RESERVED, and what the store says. */
  async add(
    { name, type, path }: NewKey,
    secret: Uint8Array,
    backend: StoreBackend,
  ): Promise<IndexedKey> {
    const key: IndexedKey = {
      name: parseNewKeyName(name),
      type,
      address: addressOfPrivateKey(secret),
      backend,
      entry: newEntryName(name),
      path,
      createdAt: new Date(this.clock.now()).toISOString(),
      state: 'creating',
    }
    await this.index.update((content) => withKey(content, key))
    const store = this.storeOf(backend)
    try {
      await store.put(key.entry, secret)
    } catch (error) {
      await this.index.update((content) => withoutEntry(content, key.entry))
      throw error
    }
    return this.settle(key, store)
  }

  /** The secret of a key, checked against its address; the caller's to wipe. */
  async secret(key: IndexedKey): Promise<Uint8Array> {
    if (key.state !== 'ready') throw keyUnfinished(key.name, key.state)
    const secret = await this.storeOf(key.backend).get(key.entry)
    if (addressOfPrivateKey(secret) === key.address) return secret
    secret.fill(0)
    throw secretMismatch(key.name, key.address)
  }

  /** Whether the store still holds the secret of a key. */
  holdsSecret(key: IndexedKey): Promise<boolean> {
    return this.storeOf(key.backend).has(key.entry)
  }

  /** No secret is touched: an entry keeps its name. @throws KEY_EXISTS, KEY_CHANGED */
  async rename(key: IndexedKey, to: string): Promise<void> {
    const name = parseNewKeyName(to)
    await this.index.update((content) => {
      const current = entryOf(content, key)
      const renamed = withKey(withoutEntry(content, key.entry), { ...current, name })
      return { ...renamed, default: content.default === current.name ? name : content.default }
    })
  }

  /** @throws KEY_CHANGED, and what the store says, with the key left as it was. */
  async remove(key: IndexedKey): Promise<void> {
    const store = this.storeOf(key.backend)
    // Fails here, before anything is marked, if the store cannot be reached.
    await store.has(key.entry)
    await this.index.update((content) => withState(content, key, 'removing'))
    await store.delete(key.entry)
    await this.index.update((content) => withoutEntry(content, key.entry))
  }

  /** @throws KEY_CHANGED */
  async makeDefault(key: IndexedKey): Promise<void> {
    await this.index.update((content) => ({ ...content, default: entryOf(content, key).name }))
  }

  private async settle(key: IndexedKey, store: KeyStore): Promise<IndexedKey> {
    try {
      const content = await this.index.update((now) => withState(now, key, 'ready'))
      return entryOf(content, key)
    } catch (error) {
      // Somebody removed the key meanwhile; its secret must not stay behind.
      await store.delete(key.entry)
      throw error
    }
  }
}

function withKey(content: KeyIndexContent, key: IndexedKey): KeyIndexContent {
  const taken = content.keys.find(({ name }) => name === key.name)
  if (taken?.state === 'ready') throw keyExists(taken.name, taken.address)
  if (taken) throw keyUnfinished(taken.name, taken.state)
  return { ...content, keys: [...content.keys, key] }
}

function withState(
  content: KeyIndexContent,
  { entry, name }: IndexedKey,
  state: KeyState,
): KeyIndexContent {
  if (!content.keys.some((key) => key.entry === entry)) throw keyChanged(name)
  return {
    ...content,
    keys: content.keys.map((key) => (key.entry === entry ? { ...key, state } : key)),
  }
}

function withoutEntry(content: KeyIndexContent, entry: string): KeyIndexContent {
  const gone = content.keys.find((key) => key.entry === entry)
  return {
    default: content.default === gone?.name ? null : content.default,
    keys: content.keys.filter((key) => key.entry !== entry),
  }
}

function entryOf(content: KeyIndexContent, { entry, name }: IndexedKey): IndexedKey {
  const found = content.keys.find((key) => key.entry === entry)
  if (found === undefined) throw keyChanged(name)
  return found
}
