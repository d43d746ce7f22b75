import { parseAddress } from '../../primitives/address.ts'
import { decodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { KEY_TYPES, type KeyType } from '../key-type.ts'
import { keysFileInvalid } from '../keystore-errors.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import { isMac } from '../policy/policy-mac.ts'
import { type Fail, membersOf, oneOf, parseJson, textOf } from '../stores/json-fields.ts'
import { SECRET_KINDS } from '../stores/secret.ts'
import {
  type IndexedKey,
  KEY_STATES,
  KEYS_FORMAT,
  type KeyIndexContent,
  sameKey,
} from './indexed-key.ts'
import { isEntryName, parseNewKeyName } from './key-name.ts'

const BACKENDS = ['keychain', 'vault', 'memory'] as const

/**
 * Reads the text of `keys.json` strictly: a damaged or newer index is never written over.
 * @throws KEYS_FILE_INVALID naming `path` and the field.
 */
export function parseKeyIndex(text: string, path: string): KeyIndexContent {
  const fail: Fail = (reason, cause) => keysFileInvalid(path, reason, cause)
  const file = membersOf(parseJson(text, fail), 'the file', fail)
  if (file.format !== KEYS_FORMAT) {
    throw fail(`its format is ${JSON.stringify(file.format)}, not "${KEYS_FORMAT}"`)
  }
  if (!Array.isArray(file.keys)) throw fail('"keys" is no list')
  const keys = file.keys.map((key, index) => parseKey(key, `keys[${index}]`, fail))
  const twice = keys.find((key, index) => keys.findIndex(({ name }) => name === key.name) < index)
  if (twice) throw fail(`the key "${twice.name}" stands in it twice`)
  assertEntries(keys, fail)
  if (file.default !== null && !keys.some(({ name }) => name === file.default)) {
    throw fail('"default" names no key of the list')
  }
  return { default: file.default as string | null, keys }
}

function parseKey(value: unknown, at: string, fail: Fail): IndexedKey {
  const key = membersOf(value, at, fail)
  const type = oneOf(KEY_TYPES, key.type, `${at}.type`, fail)
  return {
    name: keyName(key.name, `${at}.name`, fail),
    type,
    address: address(key.address, type, `${at}.address`, fail),
    xpub:
      type === 'evm' ? nothing(key.xpub, `${at}.xpub`, fail) : xpub(key.xpub, `${at}.xpub`, fail),
    backend: oneOf(BACKENDS, key.backend, `${at}.backend`, fail),
    entry: entry(key.entry, `${at}.entry`, fail),
    secretKind: oneOf(SECRET_KINDS, key.secretKind, `${at}.secretKind`, fail),
    path: key.path === null ? null : textOf(key.path, `${at}.path`, fail),
    createdAt: textOf(key.createdAt, `${at}.createdAt`, fail),
    state: oneOf(KEY_STATES, key.state, `${at}.state`, fail),
    policy: key.policy === null ? null : parsePolicy(key.policy, type, `${at}.policy`, fail),
    mac: mac(key.mac, `${at}.mac`, fail),
  }
}

/** Keys may share an entry if they agree on it and stand at different places below it. */
function assertEntries(keys: readonly IndexedKey[], fail: Fail): void {
  const firstOf = new Map<string, IndexedKey>()
  for (const key of keys) {
    const first = firstOf.get(key.entry) ?? key
    if (first.backend !== key.backend || first.secretKind !== key.secretKind) {
      throw fail(`the keys "${first.name}" and "${key.name}" disagree on their entry`)
    }
    // Only the last key of an entry is ever unfinished: mending it may delete the secret.
    if (first !== key && (first.state !== 'ready' || key.state !== 'ready')) {
      throw fail(`the keys "${first.name}" and "${key.name}" share an entry, and one is unfinished`)
    }
    firstOf.set(key.entry, first)
  }
  const doubled = keys.find((key, i) => keys.findIndex((other) => sameKey(other, key)) < i)
  if (doubled) throw fail(`the key "${doubled.name}" is there under another name too`)
}

function nothing(value: unknown, at: string, fail: Fail): null {
  if (value === null) return null
  throw fail(`${at} is not null`)
}

function xpub(value: unknown, at: string, fail: Fail): string {
  if (typeof value === 'string' && /^[0-9a-f]{128}$/.test(value)) return value
  throw fail(`${at} is no xpub of 128 hex digits`)
}

function mac(value: unknown, at: string, fail: Fail): string {
  if (typeof value === 'string' && isMac(value)) return value
  throw fail(`${at} is no MAC of 64 hex digits`)
}

function keyName(value: unknown, at: string, fail: Fail): string {
  try {
    return parseNewKeyName(textOf(value, at, fail))
  } catch (cause) {
    throw fail(`${at} is no name for a stored key`, cause)
  }
}

function address(value: unknown, type: KeyType, at: string, fail: Fail): string {
  const text = textOf(value, at, fail)
  try {
    if (type === 'evm') return parseAddress(text, at)
    decodeBytomAddress(text)
    return text
  } catch (cause) {
    throw fail(`${at} is no address`, cause)
  }
}

function entry(value: unknown, at: string, fail: Fail): string {
  const name = textOf(value, at, fail)
  if (isEntryName(name)) return name
  throw fail(`${at} is no entry name`)
}
