import { parseAddress } from '../primitives/address.ts'
import { keysFileInvalid } from './errors.ts'
import { type IndexedKey, KEY_STATES, KEYS_FORMAT, type KeyIndexContent } from './indexed-key.ts'
import { isEntryName, parseNewKeyName } from './key-name.ts'
import { KEY_TYPES } from './key-type.ts'

const BACKENDS = ['keychain', 'vault', 'memory'] as const

/**
 * Reads the text of `keys.json` strictly: a damaged or newer index is never written over.
 * @throws KEYS_FILE_INVALID naming `path` and the field.
 */
export function parseKeyIndex(text: string, path: string): KeyIndexContent {
  const fail: Fail = (reason, cause) => keysFileInvalid(path, reason, cause)
  const file = members(parseJson(text, fail), 'the file', fail)
  if (file.format !== KEYS_FORMAT) {
    throw fail(`its format is ${JSON.stringify(file.format)}, not "${KEYS_FORMAT}"`)
  }
  if (!Array.isArray(file.keys)) throw fail('"keys" is no list')
  const keys = file.keys.map((key, index) => parseKey(key, `keys[${index}]`, fail))
  const twice = keys.find((key, index) => keys.findIndex(({ name }) => name === key.name) < index)
  if (twice) throw fail(`the key "${twice.name}" stands in it twice`)
  if (file.default !== null && !keys.some(({ name }) => name === file.default)) {
    throw fail('"default" names no key of the list')
  }
  return { default: file.default as string | null, keys }
}

type Fail = (reason: string, cause?: unknown) => Error
type Members = Readonly<Record<string, unknown>>

function parseKey(value: unknown, at: string, fail: Fail): IndexedKey {
  const key = members(value, at, fail)
  return {
    name: keyName(key.name, `${at}.name`, fail),
    type: oneOf(KEY_TYPES, key.type, `${at}.type`, fail),
    address: address(key.address, `${at}.address`, fail),
    backend: oneOf(BACKENDS, key.backend, `${at}.backend`, fail),
    entry: entry(key.entry, `${at}.entry`, fail),
    path: key.path === null ? null : text(key.path, `${at}.path`, fail),
    createdAt: text(key.createdAt, `${at}.createdAt`, fail),
    state: oneOf(KEY_STATES, key.state, `${at}.state`, fail),
  }
}

function parseJson(source: string, fail: Fail): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw fail('it is not JSON', cause)
  }
}

function members(value: unknown, at: string, fail: Fail): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw fail(`${at} is no object`)
}

function text(value: unknown, at: string, fail: Fail): string {
  if (typeof value === 'string' && value !== '') return value
  throw fail(`${at} is no text`)
}

function oneOf<const T extends string>(
  options: readonly T[],
  value: unknown,
  at: string,
  fail: Fail,
): T {
  const option = options.find((candidate) => candidate === value)
  if (option !== undefined) return option
  throw fail(`${at} is none of ${options.join(', ')}`)
}

function keyName(value: unknown, at: string, fail: Fail): string {
  try {
    return parseNewKeyName(text(value, at, fail))
  } catch (cause) {
    throw fail(`${at} is no name for a stored key`, cause)
  }
}

function address(value: unknown, at: string, fail: Fail): string {
  try {
    return parseAddress(text(value, at, fail), at)
  } catch (cause) {
    throw fail(`${at} is no address`, cause)
  }
}

function entry(value: unknown, at: string, fail: Fail): string {
  const name = text(value, at, fail)
  if (isEntryName(name)) return name
  throw fail(`${at} is no entry name`)
}
