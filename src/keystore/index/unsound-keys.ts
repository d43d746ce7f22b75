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

export interface UnsoundKey {
  readonly key: IndexedKey
  readonly problem: KeyProblem
}

/** How a key that was left half made or half removed came to its end. */
export type RepairOutcome = 'creation-finished' | 'creation-undone' | 'removal-finished'

export interface RepairedKey {
  readonly key: IndexedKey
  readonly outcome: RepairOutcome
}

/**
 * Stored keys that are not whole. What a live process is making or removing is none of them.
 * @throws KEYS_FILE_INVALID, FILE_LOCKED; KEYCHAIN_UNAVAILABLE if it is lost while it is asked
 */
export async function findUnsoundKeys(places: KeyPlaces): Promise<readonly UnsoundKey[]> {
  const { keys } = await places.index.read()
  const isReachable = await reachability(places, keys)
  const unsound: UnsoundKey[] = []
  for (const key of keys) {
    const problem = isReachable(key) ? await problemOf(places, key) : 'store-unavailable'
    if (problem) unsound.push({ key, problem })
  }
  return unsound
}

/**
 * Brings to its end what processes that died left between index and secret: a key whose secret
 * arrived is finished, one without is forgotten, a removal that had begun is completed.
 * @throws KEYS_FILE_INVALID, FILE_LOCKED, KEY_CHANGED; KEYCHAIN_UNAVAILABLE if it is lost meanwhile
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
    // A secret goes after its key was marked, so this one was not removed while it was looked for.
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

/** Does `work` on a key that is still unfinished and that no live process is at; else undefined. */
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
