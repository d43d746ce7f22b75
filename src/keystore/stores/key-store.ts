import type { Secret } from './secret.ts'

/** Stores that keep secrets between runs. */
export type StoreBackend = 'keychain' | 'vault' | 'memory'

/** Where a key comes from: a store, this run's environment, or the devnet's well-known accounts. */
export type KeyBackend = StoreBackend | 'env' | 'devnet'

/** What can be missing between capstan and a store, outermost first. */
export type MissingPart =
  | 'keytar'
  | 'library'
  | 'session-bus'
  | 'secret-service'
  | 'unlocked-collection'
  | 'readback'
  | 'vault-folder'

/** Whether a store can be used now and, if not, what is missing and the exact next commands. */
export interface StoreHealth {
  readonly available: boolean
  readonly missing: readonly MissingPart[]
  readonly suggestions: readonly string[]
}

/**
 * Secrets by entry name. An entry's name is unique forever (see `newEntryName`): renaming a key
 * touches no secret, and two homes can share one keychain.
 *
 * Every implementation passes test/adapters/key-store.behavior.ts.
 */
export interface KeyStore {
  readonly backend: StoreBackend
  /** Never throws and leaves nothing behind. */
  health(): Promise<StoreHealth>
  /**
   * @throws KEY_ENTRY_EXISTS; of a keychain KEYCHAIN_UNAVAILABLE; of a vault KEY_PASSWORDS_DIFFER,
   * KEY_PASSWORD_EMPTY, KEY_SECRET_FILE_UNREADABLE, ANSWER_NEEDED
   */
  put(entry: string, secret: Secret): Promise<void>
  /**
   * A fresh copy, the caller's to wipe.
   * @throws KEY_SECRET_MISSING; of a keychain KEYCHAIN_UNAVAILABLE, KEYCHAIN_ENTRY_INVALID; of a vault
   * VAULT_FILE_INVALID, KEY_PASSWORD_WRONG, KEY_PASSWORD_EMPTY, KEY_SECRET_FILE_UNREADABLE,
   * ANSWER_NEEDED
   */
  get(entry: string): Promise<Secret>
  /** Whether the entry is there; asks for no password. @throws KEYCHAIN_UNAVAILABLE */
  has(entry: string): Promise<boolean>
  /**
   * Deletes the entry, also one left unfinished by a killed `put`; false if there was none.
   * @throws KEYCHAIN_UNAVAILABLE
   */
  delete(entry: string): Promise<boolean>
}
