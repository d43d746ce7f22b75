import { keyPathTaken } from '../hd/hd-errors.ts'
import { keyChanged, keyExists, keyUnfinished } from '../keystore-errors.ts'
import { rootRuled, rootShared } from '../policy/policy-errors.ts'
import { type IndexedKey, type KeyIndexContent, type KeyState, sameKey } from './indexed-key.ts'

// Changes of the index as pure steps; the index runs each under its lock.

/** Adds a key. @throws KEY_EXISTS, KEY_UNFINISHED if the name is taken. */
export function withKey(content: KeyIndexContent, key: IndexedKey): KeyIndexContent {
  const taken = content.keys.find(({ name }) => name === key.name)
  if (taken?.state === 'ready') throw keyExists(taken.name, taken.address)
  if (taken) throw keyUnfinished(taken.name, taken.state)
  return { ...content, keys: [...content.keys, key] }
}

/**
 * One more key on the entry of `origin`, which must still be whole: an entry whose last key is
 * being removed takes no other.
 * @throws KEY_CHANGED, KEY_UNFINISHED, KEY_PATH_TAKEN, KEY_EXISTS, POLICY_REFUSED if another key of the
 * entry has a policy, which this one could sign around
 */
export function withAccount(
  content: KeyIndexContent,
  origin: IndexedKey,
  key: IndexedKey,
): KeyIndexContent {
  const { name, state } = currentKey(content, origin)
  if (state !== 'ready') throw keyUnfinished(name, state)
  const holder = content.keys.find((other) => sameKey(other, key))
  if (holder) throw keyPathTaken(key.path as string, holder.name)
  const ruled = rootMates(content, key).find(({ policy }) => policy !== null)
  if (ruled) throw rootRuled(ruled.name)
  return withKey(content, key)
}

/** Moves a key to another state. @throws KEY_CHANGED */
export function withState(
  content: KeyIndexContent,
  key: IndexedKey,
  state: KeyState,
): KeyIndexContent {
  const current = currentKey(content, key)
  return {
    ...content,
    keys: content.keys.map((other) => (other === current ? { ...current, state } : other)),
  }
}

/**
 * The policy and seal of `sealed`, if the key still has those it was read with.
 * @throws KEY_CHANGED, POLICY_REFUSED if another key signs for all that this one does.
 */
export function withPolicy(
  content: KeyIndexContent,
  key: IndexedKey,
  { policy, mac }: IndexedKey,
): KeyIndexContent {
  const current = currentKey(content, key)
  if (current.mac !== key.mac) throw keyChanged(key.name)
  const [mate] = rootMates(content, key)
  if (policy !== null && mate) throw rootShared(key.name, mate.name)
  const changed = { ...current, policy, mac }
  return { ...content, keys: content.keys.map((other) => (other === current ? changed : other)) }
}

/** Renames a key. @throws KEY_CHANGED, KEY_EXISTS, KEY_UNFINISHED if the new name is taken */
export function withName(content: KeyIndexContent, key: IndexedKey, name: string): KeyIndexContent {
  const current = currentKey(content, key)
  const renamed = withKey(withoutKey(content, key), { ...current, name })
  return { ...renamed, default: content.default === current.name ? name : content.default }
}

/**
 * Starts a removal: marks the key if it is the last of its entry, whose secret must go too, else
 * removes it at once.
 * @throws KEY_CHANGED
 */
export function withRemoval(content: KeyIndexContent, key: IndexedKey): KeyIndexContent {
  const isShared = content.keys.some((other) => other.entry === key.entry && !sameKey(other, key))
  if (!isShared) return withState(content, key, 'removing')
  currentKey(content, key)
  return withoutKey(content, key)
}

/** Without the key, if it is there. */
export function withoutKey(content: KeyIndexContent, key: IndexedKey): KeyIndexContent {
  const gone = findKey(content, key)
  return {
    default: content.default === gone?.name ? null : content.default,
    keys: content.keys.filter((other) => other !== gone),
  }
}

/** The current record of the key, even if renamed. @throws KEY_CHANGED if it is gone. */
export function currentKey(content: KeyIndexContent, key: IndexedKey): IndexedKey {
  const found = findKey(content, key)
  if (found === undefined) throw keyChanged(key.name)
  return found
}

/** The current record of the key, even if renamed; undefined if it is gone. */
export function findKey(content: KeyIndexContent, key: IndexedKey): IndexedKey | undefined {
  return content.keys.find((other) => sameKey(other, key))
}

/**
 * The other Bytom keys of an entry. Each signs at every path below their root, so a policy of one
 * has no effect while there is another.
 */
function rootMates({ keys }: KeyIndexContent, key: IndexedKey): IndexedKey[] {
  if (key.type !== 'bytom') return []
  return keys.filter(
    (other) => other.type === 'bytom' && other.entry === key.entry && !sameKey(other, key),
  )
}
