import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { Clock } from '../../primitives/clock.ts'
import { keyHasNoAccounts } from '../hd/hd-errors.ts'
import { FIRST_PATHS, nextPath } from '../hd/hd-path.ts'
import type { KeyType } from '../key-type.ts'
import { keyUnfinished } from '../keystore-errors.ts'
import type { KeyPolicy } from '../policy/policy.ts'
import type { StoreBackend } from '../stores/key-store.ts'
import type { Secret } from '../stores/secret.ts'
import { withEntryLock } from './entry-lock.ts'
import {
  currentKey,
  findKey,
  withAccount,
  withKey,
  withName,
  withoutKey,
  withPolicy,
  withRemoval,
  withState,
} from './index-changes.ts'
import type { IndexedKey, KeyIndexContent } from './indexed-key.ts'
import { newEntryName, parseNewKeyName } from './key-name.ts'
import type { KeyPlaces } from './key-places.ts'
import { newSealedKey, provenKeyFor, sealedKey, signingKeyFor } from './sealed-key.ts'

export interface NewKey {
  readonly name: string
  readonly type: KeyType
  /** Path below the secret, or null for a key that is the secret itself. */
  readonly path: string | null
}

/** One more key of a stored mnemonic or root. */
export interface NewAccount {
  readonly name: string
  readonly type: KeyType
  /** Default: the next that is free. */
  readonly path?: string | undefined
}

/**
 * Keys that outlive a run: public facts in the index, secrets in stores, and the order of writes
 * between the two (see KeyState). Slow work (scrypt, prompts) is done outside the index's lock.
 * @throws KEYS_FILE_INVALID from every method; FILE_LOCKED from every one that changes something
 */
export class StoredKeys {
  readonly #places: KeyPlaces
  readonly #clock: Clock

  constructor(places: KeyPlaces, clock: Clock) {
    this.#places = places
    this.#clock = clock
  }

  read(): Promise<KeyIndexContent> {
    return this.#places.index.read()
  }

  /**
   * Stores a secret and the key that stands below it.
   * @throws KEY_EXISTS, KEY_UNFINISHED if the name is taken; KEY_NAME_INVALID, KEY_NAME_RESERVED,
   * KEY_BUSY, KEY_CHANGED; as `newSealedKey` and `KeyStore.put`
   */
  async add(newKey: NewKey, secret: Secret, backend: StoreBackend): Promise<IndexedKey> {
    const entry = newEntryName(parseNewKeyName(newKey.name))
    const key = await this.#describe(newKey, secret, { backend, entry, state: 'creating' })
    return withEntryLock(this.#places, key, async () => {
      await this.#places.index.update((content) => withKey(content, key))
      try {
        await this.#places.storeOf(backend).put(entry, secret)
      } catch (error) {
        await this.#places.index.update((content) => withoutKey(content, key))
        throw error
      }
      return currentKey(await this.#places.index.update((now) => withState(now, key, 'ready')), key)
    })
  }

  /**
   * One more key on the entry of `origin`; no secret is written.
   * @throws KEY_NOT_HD, KEY_NAME_INVALID, KEY_NAME_RESERVED; as `withAccount`, `newSealedKey` and
   * `StoredKeys.signingKey`
   */
  async addAccount(origin: IndexedKey, account: NewAccount): Promise<IndexedKey> {
    const { backend, entry, path: originPath } = origin
    if (originPath === null) throw keyHasNoAccounts(origin.name)
    const secret = await this.#secret(origin)
    try {
      for (;;) {
        const path = account.path ?? freePath(await this.read(), origin, account.type)
        const where = { backend, entry, state: 'ready' } as const
        const key = await this.#describe({ ...account, path }, secret, where)
        try {
          await this.#places.index.update((content) => withAccount(content, origin, key))
          return key
        } catch (error) {
          const isLate = (error as CapstanError).code === 'KEY_PATH_TAKEN'
          // Another process took the path that was free a moment ago.
          if (!isLate || account.path !== undefined) throw error
        }
      }
    } finally {
      secret.bytes.fill(0)
    }
  }

  /**
   * What a key signs with, checked against its record; the caller's to wipe.
   * @throws KEY_UNFINISHED; as `provenKeyFor` and `KeyStore.get`
   */
  async signingKey(key: IndexedKey): Promise<Uint8Array> {
    const secret = await this.#fetch(key)
    try {
      return await provenKeyFor(key, secret)
    } finally {
      secret.bytes.fill(0)
    }
  }

  /** The current record of a key, even if renamed. @throws KEY_CHANGED, KEY_UNFINISHED */
  async current(key: IndexedKey): Promise<IndexedKey> {
    const current = currentKey(await this.read(), key)
    if (current.state !== 'ready') throw keyUnfinished(current.name, current.state)
    return current
  }

  /**
   * Gives a key another policy, under a new seal. Its old one must be whole, unless it is thrown
   * away unread.
   * @throws as `withPolicy` and `StoredKeys.signingKey`
   */
  async setPolicy(
    key: IndexedKey,
    policy: KeyPolicy | null,
    { discard = false }: { discard?: boolean } = {},
  ): Promise<IndexedKey> {
    const secret = await this.#fetch(key)
    try {
      const signingKey = await (discard ? signingKeyFor : provenKeyFor)(key, secret)
      const sealed = sealedKey(key, policy, signingKey)
      signingKey.fill(0)
      return currentKey(await this.#places.index.update((now) => withPolicy(now, key, sealed)), key)
    } finally {
      secret.bytes.fill(0)
    }
  }

  /**
   * No secret is touched: an entry keeps its name.
   * @throws KEY_NAME_INVALID, KEY_NAME_RESERVED, and as `withName`
   */
  async rename(key: IndexedKey, to: string): Promise<void> {
    const name = parseNewKeyName(to)
    await this.#places.index.update((content) => withName(content, key, name))
  }

  /**
   * The secret goes with the last key that uses it.
   * @throws KEY_CHANGED, KEY_BUSY; KEYCHAIN_UNAVAILABLE with the key left as it was
   */
  async remove(key: IndexedKey): Promise<void> {
    const store = this.#places.storeOf(key.backend)
    // Fails here, before anything is marked, if the store cannot be reached.
    await store.has(key.entry)
    await withEntryLock(this.#places, key, async () => {
      const content = await this.#places.index.update((now) => withRemoval(now, key))
      if (findKey(content, key) === undefined) return
      await store.delete(key.entry)
      await this.#places.index.update((now) => withoutKey(now, key))
    })
  }

  /** @throws KEY_CHANGED */
  async makeDefault(key: IndexedKey): Promise<void> {
    await this.#places.index.update((content) => ({
      ...content,
      default: currentKey(content, key).name,
    }))
  }

  /** The secret of a key's entry, checked against the key's public facts; the caller's to wipe. */
  async #secret(key: IndexedKey): Promise<Secret> {
    const secret = await this.#fetch(key)
    try {
      ;(await provenKeyFor(key, secret)).fill(0)
      return secret
    } catch (error) {
      secret.bytes.fill(0)
      throw error
    }
  }

  async #fetch(key: IndexedKey): Promise<Secret> {
    if (key.state !== 'ready') throw keyUnfinished(key.name, key.state)
    return this.#places.storeOf(key.backend).get(key.entry)
  }

  #describe(
    { name, type, path }: NewKey,
    secret: Secret,
    where: Pick<IndexedKey, 'backend' | 'entry' | 'state'>,
  ): Promise<IndexedKey> {
    const createdAt = new Date(this.#clock.now()).toISOString()
    return newSealedKey({ name: parseNewKeyName(name), type, path, ...where, createdAt }, secret)
  }
}

/** After the origin in its own branch, or from the first of another type's. */
function freePath({ keys }: KeyIndexContent, origin: IndexedKey, type: KeyType): string {
  const used = keys.flatMap((key) =>
    key.entry === origin.entry && key.type === type && key.path !== null ? [key.path] : [],
  )
  if (type === origin.type) return nextPath(origin.path as string, used)
  const first = FIRST_PATHS[type]
  return used.includes(first) ? nextPath(first, used) : first
}
