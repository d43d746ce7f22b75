import type { StoreBackend } from './key-store.ts'
import type { KeyType } from './key-type.ts'

/** Format name of `keys.json`. */
export const KEYS_FORMAT = 'capstan/keys@1'

/**
 * How far a key has come. Making one writes the index (`creating`), then the secret, then the
 * index (`ready`); removing one goes the other way round. A process that dies between two writes
 * leaves a key that is not ready: `key doctor` names it, and no secret is ever out of sight.
 */
export const KEY_STATES = ['creating', 'ready', 'removing'] as const
export type KeyState = (typeof KEY_STATES)[number]

/** The public facts of a stored key. */
export interface IndexedKey {
  readonly name: string
  readonly type: KeyType
  /** EIP-55. */
  readonly address: string
  readonly backend: StoreBackend
  /** Where its secret lies in the backend. */
  readonly entry: string
  /** BIP-32 path from the mnemonic, or null for a key that came alone. */
  readonly path: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly state: KeyState
}

export interface KeyIndexContent {
  /** Name of the key that signs when none is named. */
  readonly default: string | null
  /** Sorted by name. */
  readonly keys: readonly IndexedKey[]
}
