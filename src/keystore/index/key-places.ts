import type { KeyStore, StoreBackend } from '../stores/key-store.ts'
import type { KeyIndex } from './key-index.ts'

/** Where the keys of a home are: public facts, secrets and locks. */
export interface KeyPlaces {
  readonly index: KeyIndex
  readonly storeOf: (backend: StoreBackend) => KeyStore
  readonly lockFolder: string
}
