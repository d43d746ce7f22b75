import { DEVNET_KEYS } from '../devnet-keys.ts'
import { ENVIRONMENT_KEY } from '../environment-key.ts'
import type { KeyType } from '../key-type.ts'
import type { KeyPolicy } from '../policy/policy.ts'
import type { KeyBackend } from '../stores/key-store.ts'
import type { SecretKind } from '../stores/secret.ts'
import type { IndexedKey, KeyState } from './indexed-key.ts'

/** The public facts of a key. */
export interface KeyFacts {
  readonly name: string
  readonly type: KeyType
  /** EIP-55; of a Bytom key its P2WPKH address on Bytom's mainnet. */
  readonly address: string
  /** Root xpub of a Bytom key, 128 hex digits; null for `evm`. */
  readonly xpub: string | null
  readonly backend: KeyBackend
  readonly secretKind: SecretKind
  /** Path below the secret, or null for a key that is the secret itself. */
  readonly path: string | null
  /** ISO 8601, UTC; null for built-in keys. */
  readonly createdAt: string | null
  readonly isDefault: boolean
  readonly state: KeyState
  /** What it may sign; null: anything. */
  readonly policy: KeyPolicy | null
}

const BUILT_IN = {
  type: 'evm',
  xpub: null,
  secretKind: 'private-key',
  path: null,
  createdAt: null,
  isDefault: false,
  state: 'ready',
  policy: null,
} as const

export function storedKeyFacts(key: IndexedKey, defaultName: string | null): KeyFacts {
  const { entry: _entry, mac: _mac, ...facts } = key
  return { ...facts, isDefault: key.name === defaultName }
}

/** @param address EIP-55. */
export function environmentKeyFacts(address: string): KeyFacts {
  return { ...BUILT_IN, name: ENVIRONMENT_KEY, address, backend: 'env' }
}

/** `dev0` to `dev9`. */
export const DEVNET_KEY_FACTS: readonly KeyFacts[] = DEVNET_KEYS.map(({ name, address }) => ({
  ...BUILT_IN,
  name,
  address,
  backend: 'devnet',
}))

/** Whether a key is built in, instead of stored. */
export function isBuiltIn({ backend }: Pick<KeyFacts, 'backend'>): boolean {
  return backend === 'env' || backend === 'devnet'
}
