import { randomBytes } from 'node:crypto'
import { DEVNET_KEYS } from '../devnet-keys.ts'
import { ENVIRONMENT_KEY } from '../environment-key.ts'
import { keyNameInvalid, keyNameReserved } from '../keystore-errors.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$/
const ENTRY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/**
 * A name for a key that is to be stored.
 * @throws KEY_NAME_INVALID, KEY_NAME_RESERVED for `env` and `dev0` to `dev9`.
 */
export function parseNewKeyName(name: string): string {
  if (!NAME.test(name)) throw keyNameInvalid(name)
  if (isReservedKeyName(name)) throw keyNameReserved(name)
  return name
}

/** Names of built-in keys. */
export function isReservedKeyName(name: string): boolean {
  return name === ENVIRONMENT_KEY || DEVNET_KEYS.some((key) => key.name === name)
}

/**
 * The name a secret keeps in its store for ever. It begins with the key's first name, for people
 * who look into their keychain, and ends in 48 random bits, so that no two ever meet.
 */
export function newEntryName(name: string): string {
  return `${name}-${randomBytes(6).toString('hex')}`
}

/** Whether a text may name an entry; it becomes part of a path. */
export function isEntryName(text: string): boolean {
  return ENTRY.test(text)
}
