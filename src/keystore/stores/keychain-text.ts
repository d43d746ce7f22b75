import { isSecretLength, SECRET_KINDS, type Secret } from './secret.ts'
import { keychainEntryInvalid } from './store-errors.ts'

/** A secret as a keychain entry: a private key as bare hex, other kinds as `kind:hex`. */
export function keychainText({ kind, bytes }: Secret): string {
  const hex = Buffer.from(bytes).toString('hex')
  return kind === 'private-key' ? hex : `${kind}:${hex}`
}

/** @throws KEYCHAIN_ENTRY_INVALID naming the entry, never its content. */
export function parseKeychainText(entry: string, text: string): Secret {
  const [, tag = 'private-key', hex = ''] = /^(?:([a-z-]+):)?((?:[0-9a-f]{2})*)$/.exec(text) ?? []
  const kind = SECRET_KINDS.find((known) => known === tag)
  if (kind === undefined || !isSecretLength(kind, hex.length / 2)) throw keychainEntryInvalid(entry)
  return { kind, bytes: Buffer.from(hex, 'hex') }
}
