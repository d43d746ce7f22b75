import type { IncompleteKey, KeyProblem, RepairOutcome } from './index/incomplete-keys.ts'
import type { Keyring } from './keyring.ts'
import type { MissingPart, StoreBackend } from './stores/key-store.ts'

export interface KeyringCheck {
  /** Where new keys go. */
  readonly backend: StoreBackend
  readonly available: boolean
  readonly missing: readonly MissingPart[]
  /** Repaired keys; empty if nothing was to be repaired. */
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
 * Whether new keys can be stored, and which stored keys are incomplete. With `repair`, first finishes
 * what dead processes left half done; otherwise changes nothing.
 * @throws as `Keyring.incomplete` and `Keyring.repair`
 */
export async function checkKeyring(
  keyring: Keyring,
  { repair }: { repair: boolean },
): Promise<KeyringCheck> {
  const { available, missing, suggestions } = await keyring.health()
  const repaired = repair ? await keyring.repair() : []
  const incomplete = await keyring.incomplete()
  return {
    backend: keyring.backend,
    available,
    missing,
    repaired: repaired.map(({ key, outcome }) => ({
      name: key.name,
      backend: key.backend,
      outcome,
    })),
    keys: incomplete.map(({ key, problem }) => ({ name: key.name, backend: key.backend, problem })),
    suggestions: [...suggestions, ...new Set(incomplete.flatMap(nextStep))],
  }
}

function nextStep({ key, problem }: IncompleteKey): string[] {
  if (problem === 'store-unavailable') return []
  return [
    problem === 'secret-missing' ? `capstan key remove ${key.name}` : 'capstan key doctor --repair',
  ]
}
