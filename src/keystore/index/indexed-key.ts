import type { KeyType } from '../key-type.ts'
import type { KeyPolicy } from '../policy/policy.ts'
import type { StoreBackend } from '../stores/key-store.ts'
import type { SecretKind } from '../stores/secret.ts'

/**
 * How far a key has come. Making one writes the index (`creating`), then the secret, then the
 * index (`ready`); removing one goes the other way round. A process that dies between two writes
 * leaves a key that is not ready: `key doctor --repair` mends it, and no secret is ever out of sight.
 */
export const KEY_STATES = ['creating', 'ready', 'removing'] as const
export type KeyState = (typeof KEY_STATES)[number]

/** The public facts of a stored key. */
export interface IndexedKey {
  readonly name: string
  readonly type: KeyType
  /** EIP-55; of a Bytom key its P2WPKH address on Bytom's mainnet. */
  readonly address: string
  /** Root xpub of a Bytom key, 128 hex digits; null for `evm`. */
  readonly xpub: string | null
  readonly backend: StoreBackend
  /** Where its secret lies in the backend; the accounts of one mnemonic share an entry. */
  readonly entry: string
  readonly secretKind: SecretKind
  /** Path below the secret, or null for a key that is the secret itself. */
  readonly path: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly state: KeyState
  /** What it may sign; null: anything. */
  readonly policy: KeyPolicy | null
  /** Seals all that decides what the key signs, its policy among it (policy-mac.ts). Hex. */
  readonly mac: string
}

export interface KeyIndexContent {
  /** Name of the key that signs when none is named. */
  readonly default: string | null
  /** Sorted by name. */
  readonly keys: readonly IndexedKey[]
}

/** A key is known by where its secret stands: its name may change, this never does. */
export function sameKey(
  a: Pick<IndexedKey, 'entry' | 'type' | 'path'>,
  b: Pick<IndexedKey, 'entry' | 'type' | 'path'>,
): boolean {
  return a.entry === b.entry && a.type === b.type && a.path === b.path
}
