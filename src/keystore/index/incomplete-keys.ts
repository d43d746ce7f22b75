import type { CapstanError } from '../../primitives/capstan-error.ts'
import type { StoreBackend } from '../stores/key-store.ts'
import { withEntryLock } from './entry-lock.ts'
import { findKey, withoutKey, withState } from './index-changes.ts'
import type { IndexedKey } from './indexed-key.ts'
import type { KeyPlaces } from './key-places.ts'

/** What keeps a stored key from being used. */
export type KeyProblem =
  | 'unfinished-creation'
  | 'unfinished-removal'
  | 'secret-missing'
  | 'store-unavailable'

export interface IncompleteKey {
  readonly key: IndexedKey
  readonly problem: KeyProblem
}

/** How an unfinished creation or removal was finished. */
export type RepairOutcome = 'creation-finished' | 'creation-undone' | 'removal-finished'

export interface RepairedKey {
  readonly key: IndexedKey
  readonly outcome: RepairOutcome
}

/**
 * Stored keys that are incomplete, except those that a live process is creating or removing.
 * @throws KEYS_FILE_INVALID, FILE_LOCKED; KEYCHAIN_UNAVAILABLE if the keychain fails meanwhile
 */
export async function findIncompleteKeys(places: KeyPlaces): Promise<readonly IncompleteKey[]> {
  const { keys } = await places.index.read()
  const isReachable = await reachability(places, keys)
  const incomplete: IncompleteKey[] = []
  for (const key of keys) {
    const problem = isReachable(key) ? await problemOf(places, key) : 'store-unavailable'
    if (problem) incomplete.push({ key, problem })
  }
  return incomplete
}

/**
 * Finishes what dead processes left between index and secret: a new key with its secret is completed,
 * one without is removed, a begun removal is completed.
 * @throws KEYS_FILE_INVALID, FILE_LOCKED, KEY_CHANGED; KEYCHAIN_UNAVAILABLE if the keychain fails meanwhile
 */
export async function repairKeys(places: KeyPlaces): Promise<readonly RepairedKey[]> {
  const { keys } = await places.index.read()
  const unfinished = keys.filter(({ state }) => state !== 'ready')
  const isReachable = await reachability(places, unfinished)
  const repaired: RepairedKey[] = []
  for (const key of unfinished.filter(isReachable)) {
    const outcome = await whenAbandoned(places, key, (current) => repair(places, current))
    if (outcome) repaired.push({ key, outcome })
  }
  return repaired
}

async function problemOf(places: KeyPlaces, key: IndexedKey): Promise<KeyProblem | undefined> {
  if (key.state === 'ready') {
    if (await places.storeOf(key.backend).has(key.entry)) return undefined
    // A key is marked before its secret is deleted, so this one is not being removed.
    const current = findKey(await places.index.read(), key)
    return current?.state === 'ready' ? 'secret-missing' : undefined
  }
  return whenAbandoned(places, key, async ({ state }) =>
    state === 'creating' ? 'unfinished-creation' : 'unfinished-removal',
  )
}

async function repair({ index, storeOf }: KeyPlaces, key: IndexedKey): Promise<RepairOutcome> {
  const store = storeOf(key.backend)
  if (key.state === 'creating' && (await store.has(key.entry))) {
    await index.update((content) => withState(content, key, 'ready'))
    return 'creation-finished'
  }
  await store.delete(key.entry)
  await index.update((content) => withoutKey(content, key))
  return key.state === 'creating' ? 'creation-undone' : 'removal-finished'
}

/** Runs `work` on a key that is still unfinished and that no live process holds; else undefined. */
async function whenAbandoned<T>(
  places: KeyPlaces,
  key: IndexedKey,
  work: (current: IndexedKey) => Promise<T>,
): Promise<T | undefined> {
  const workIfUnfinished = async () => {
    const current = findKey(await places.index.read(), key)
    return current && current.state !== 'ready' ? work(current) : undefined
  }
  return withEntryLock(places, key, workIfUnfinished, { waitMs: 0 }).catch((error) => {
    if ((error as CapstanError).code === 'KEY_BUSY') return undefined
    throw error
  })
}

async function reachability(
  { storeOf }: KeyPlaces,
  keys: readonly IndexedKey[],
): Promise<(key: IndexedKey) => boolean> {
  const reachable = new Set<StoreBackend>()
  for (const backend of new Set(keys.map((key) => key.backend))) {
    if ((await storeOf(backend).health()).available) reachable.add(backend)
  }
  return ({ backend }) => reachable.has(backend)
}
