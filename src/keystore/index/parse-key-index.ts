import { parseAddress } from '../../primitives/address.ts'
import { decodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { type Members, membersOf, oneOf, textOf } from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'
import { KEY_TYPES, type KeyType } from '../key-type.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import { isMac } from '../policy/policy-mac.ts'
import { SECRET_KINDS } from '../stores/secret.ts'
import { type IndexedKey, KEY_STATES, type KeyIndexContent, sameKey } from './indexed-key.ts'
import { isEntryName, parseNewKeyName } from './key-name.ts'

const BACKENDS = ['keychain', 'vault', 'memory'] as const

/**
 * Reads the members of `keys.json` strictly: a damaged or newer index is never written over.
 * @throws Malformed
 */
export function parseKeyIndex(file: Members): KeyIndexContent {
  if (!Array.isArray(file.keys)) throw new Malformed('"keys" is not a list')
  const keys = file.keys.map((key, index) => parseKey(key, `keys[${index}]`))
  const twice = keys.find((key, index) => keys.findIndex(({ name }) => name === key.name) < index)
  if (twice) throw new Malformed(`the key "${twice.name}" is in it twice`)
  assertEntries(keys)
  if (file.default !== null && !keys.some(({ name }) => name === file.default)) {
    throw new Malformed('"default" is not a key of the list')
  }
  return { default: file.default as string | null, keys }
}

function parseKey(value: unknown, at: string): IndexedKey {
  const key = membersOf(value, at)
  const type = oneOf(KEY_TYPES, key.type, `${at}.type`)
  return {
    name: keyName(key.name, `${at}.name`),
    type,
    address: address(key.address, type, `${at}.address`),
    xpub: type === 'evm' ? nothing(key.xpub, `${at}.xpub`) : xpub(key.xpub, `${at}.xpub`),
    backend: oneOf(BACKENDS, key.backend, `${at}.backend`),
    entry: entry(key.entry, `${at}.entry`),
    secretKind: oneOf(SECRET_KINDS, key.secretKind, `${at}.secretKind`),
    path: key.path === null ? null : textOf(key.path, `${at}.path`),
    createdAt: textOf(key.createdAt, `${at}.createdAt`),
    state: oneOf(KEY_STATES, key.state, `${at}.state`),
    policy: key.policy === null ? null : parsePolicy(key.policy, type, `${at}.policy`),
    mac: mac(key.mac, `${at}.mac`),
  }
}

/** Keys may share an entry if they agree on it and stand at different places below it. */
function assertEntries(keys: readonly IndexedKey[]): void {
  const firstOf = new Map<string, IndexedKey>()
  for (const key of keys) {
    const first = firstOf.get(key.entry) ?? key
    if (first.backend !== key.backend || first.secretKind !== key.secretKind) {
      throw new Malformed(`the keys "${first.name}" and "${key.name}" disagree on their entry`)
    }
    // Only the last key of an entry can be unfinished: a repair may delete the secret.
    if (first !== key && (first.state !== 'ready' || key.state !== 'ready')) {
      throw new Malformed(
        `the keys "${first.name}" and "${key.name}" share an entry, and one is unfinished`,
      )
    }
    firstOf.set(key.entry, first)
  }
  const doubled = keys.find((key, i) => keys.findIndex((other) => sameKey(other, key)) < i)
  if (doubled) throw new Malformed(`the key "${doubled.name}" is also there under another name`)
}

function nothing(value: unknown, at: string): null {
  if (value === null) return null
  throw new Malformed(`${at} is not null`)
}

function xpub(value: unknown, at: string): string {
  if (typeof value === 'string' && /^[0-9a-f]{128}$/.test(value)) return value
  throw new Malformed(`${at} is not an xpub of 128 hex digits`)
}

function mac(value: unknown, at: string): string {
  if (typeof value === 'string' && isMac(value)) return value
  throw new Malformed(`${at} is not a MAC of 64 hex digits`)
}

function keyName(value: unknown, at: string): string {
  try {
    return parseNewKeyName(textOf(value, at))
  } catch (cause) {
    throw new Malformed(`${at} is not a name for a stored key`, { cause })
  }
}

function address(value: unknown, type: KeyType, at: string): string {
  const text = textOf(value, at)
  try {
    if (type === 'evm') return parseAddress(text, at)
    decodeBytomAddress(text)
    return text
  } catch (cause) {
    throw new Malformed(`${at} is not an address`, { cause })
  }
}

function entry(value: unknown, at: string): string {
  const name = textOf(value, at)
  if (isEntryName(name)) return name
  throw new Malformed(`${at} is not an entry name`)
}
