import type { KeyProblem, RepairOutcome, UnsoundKey } from './index/unsound-keys.ts'
import type { Keyring } from './keyring.ts'
import type { MissingPart, StoreBackend } from './stores/key-store.ts'

export interface KeyringCheck {
  /** Where new keys go. */
  readonly backend: StoreBackend
  readonly available: boolean
  readonly missing: readonly MissingPart[]
  /** What was mended; empty if nothing was to be. */
  readonly repaired: readonly {
    readonly name: string
    readonly backend: StoreBackend
    readonly outcome: RepairOutcome
  }[]
  readonly keys: readonly {
    readonly name: string
    readonly backend: StoreBackend
    readonly problem: KeyProblem
  }[]
  readonly suggestions: readonly string[]
}

/**
 * Whether new keys can be stored, and which stored ones are not whole. With `repair`, what
 * processes that died left half done is brought to its end first; else nothing is changed.
 * @throws as `Keyring.unsound` and `Keyring.repair`
 */
export async function checkKeyring(
  keyring: Keyring,
  { repair }: { repair: boolean },
): Promise<KeyringCheck> {
  const { available, missing, suggestions } = await keyring.health()
  const repaired = repair ? await keyring.repair() : []
  const unsound = await keyring.unsound()
  return {
    backend: keyring.backend,
    available,
    missing,
    repaired: repaired.map(({ key, outcome }) => ({
      name: key.name,
      backend: key.backend,
      outcome,
    })),
    keys: unsound.map(({ key, problem }) => ({ name: key.name, backend: key.backend, problem })),
    suggestions: [...suggestions, ...new Set(unsound.flatMap(nextStep))],
  }
}

function nextStep({ key, problem }: UnsoundKey): string[] {
  if (problem === 'store-unavailable') return []
  return [
    problem === 'secret-missing' ? `capstan key remove ${key.name}` : 'capstan key doctor --repair',
  ]
}
