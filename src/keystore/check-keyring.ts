import type { MissingPart, StoreBackend } from './key-store.ts'
import type { KeyProblem, Keyring } from './keyring.ts'

export interface KeyringCheck {
  /** Where new keys go. */
  readonly backend: StoreBackend
  readonly available: boolean
  readonly missing: readonly MissingPart[]
  readonly keys: readonly {
    readonly name: string
    readonly backend: StoreBackend
    readonly problem: KeyProblem
  }[]
  readonly suggestions: readonly string[]
}

/** Whether new keys can be stored, and which stored ones are not whole. Changes nothing. */
export async function checkKeyring(keyring: Keyring): Promise<KeyringCheck> {
  const { available, missing, suggestions } = await keyring.health()
  const unsound = await keyring.unsound()
  return {
    backend: keyring.backend,
    available,
    missing,
    keys: unsound.map(({ key, problem }) => ({ name: key.name, backend: key.backend, problem })),
    suggestions: [
      ...suggestions,
      ...unsound
        .filter(({ problem }) => problem !== 'store-unavailable')
        .map(({ key }) => `capstan key remove ${key.name}`),
    ],
  }
}
