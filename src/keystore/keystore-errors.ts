import { CapstanError } from '../primitives/capstan-error.ts'
import type { KeyBackend } from './stores/key-store.ts'

export function unknownKey(name: string, nearest?: string): CapstanError {
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return new CapstanError({
    code: 'KEY_UNKNOWN',
    kind: 'not-found',
    message: `There is no key "${name}".${hint}`,
    details: { key: name, nearest: nearest ?? null },
    suggestions: ['capstan key list', `capstan key create ${name}`],
  })
}

export function environmentKeyMissing(): CapstanError {
  return new CapstanError({
    code: 'KEY_UNKNOWN',
    kind: 'not-found',
    message:
      'There is no key "env": neither CAPSTAN_PRIVATE_KEY_FILE nor CAPSTAN_PRIVATE_KEY is set.',
    details: { key: 'env', nearest: null },
    suggestions: ['export CAPSTAN_PRIVATE_KEY_FILE=FILE', 'capstan key list'],
  })
}

export function keyExists(name: string, address: string): CapstanError {
  return new CapstanError({
    code: 'KEY_EXISTS',
    kind: 'refused',
    message: `There is already a key "${name}" with the address ${address}.`,
    details: { key: name, address },
    suggestions: ['Choose another name.', `capstan key rename ${name} ${name}-old`],
  })
}

export function keyNameInvalid(name: string): CapstanError {
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name
  return new CapstanError({
    code: 'KEY_NAME_INVALID',
    kind: 'usage',
    message: `"${shown}" is not a key name. Use 1 to 48 letters, digits, ".", "_" and "-", beginning with a letter or digit.`,
  })
}

export function keyNameReserved(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_NAME_RESERVED',
    kind: 'usage',
    message: `The name "${name}" is reserved for a built-in key.`,
    details: { key: name },
    suggestions: ['Choose another name.'],
  })
}

export function keyTypeUnsupported(type: string, known: readonly string[]): CapstanError {
  return new CapstanError({
    code: 'KEY_TYPE_UNSUPPORTED',
    kind: 'usage',
    message: `There is no key type "${type}". Types: ${known.join(', ')}.`,
    details: { type },
    suggestions: known.map((one) => `--type ${one}`),
  })
}

/** A key of one kind asked for what only another can do; `task` completes "it cannot …". */
export function keyTypeWrong(name: string, type: string, task: string): CapstanError {
  return new CapstanError({
    code: 'KEY_TYPE_WRONG',
    kind: 'usage',
    message: `The key "${name}" is of type ${type}; it cannot ${task}.`,
    details: { key: name, type },
    suggestions: ['capstan key list', '--key NAME'],
  })
}

export function noKeyChosen(): CapstanError {
  return new CapstanError({
    code: 'KEY_NOT_CHOSEN',
    kind: 'usage',
    message: 'No signing key is given and there is no default key.',
    suggestions: ['--key NAME', 'capstan key default NAME', 'capstan key list'],
  })
}

/** A process died between the two writes that make, or remove, a key. */
export function keyUnfinished(name: string, state: 'creating' | 'removing'): CapstanError {
  const what = state === 'creating' ? 'creation' : 'removal'
  return new CapstanError({
    code: 'KEY_UNFINISHED',
    kind: 'state',
    message: `The ${what} of the key "${name}" is unfinished.`,
    details: { key: name, state },
    suggestions: ['capstan key doctor --repair', `capstan key remove ${name}`],
  })
}

export function keyBuiltIn(name: string, backend: KeyBackend, action: string): CapstanError {
  return new CapstanError({
    code: 'KEY_BUILT_IN',
    kind: 'refused',
    message: `The key "${name}" comes from the ${backend} backend and cannot be ${action}.`,
    details: { key: name, backend },
    suggestions: ['capstan key list'],
  })
}

/** A live process holds the key's entry. */
export function keyBusy(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_BUSY',
    kind: 'state',
    message: `Another capstan process is creating or removing the key "${name}".`,
    details: { key: name },
    suggestions: ['Wait for it to end, then run the command again.'],
  })
}

/** The key vanished or changed in another process while this one worked on it. */
export function keyChanged(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_CHANGED',
    kind: 'state',
    message: `Another capstan process changed the key "${name}" at the same time.`,
    details: { key: name },
    suggestions: ['capstan key list'],
  })
}

export function keysFileInvalid(path: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'KEYS_FILE_INVALID',
    kind: 'state',
    message: `The key index ${path} cannot be used: ${reason}.`,
    details: { path },
    suggestions: ['Restore the file from a backup; it holds no secrets.'],
    cause,
  })
}

export function devnetKeyRefused(name: string, chainId: bigint): CapstanError {
  return new CapstanError({
    code: 'DEVNET_KEY_REFUSED',
    kind: 'refused',
    message: `The key "${name}" is public: it signs only for the chain ids 31337 to 31399, not for ${chainId}.`,
    details: { key: name, chainId: chainId.toString() },
    suggestions: ['capstan key create NAME', '--key NAME'],
  })
}

export function chainIdMissing(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_CHAIN_ID_MISSING',
    kind: 'refused',
    message: `The transaction has no chain id, so it could be sent on any chain; the key "${name}" does not sign it.`,
    details: { key: name },
  })
}

export function senderMismatch(name: string, address: string, from: string): CapstanError {
  return new CapstanError({
    code: 'KEY_SENDER_MISMATCH',
    kind: 'refused',
    message: `The transaction is from ${from}, but the key "${name}" is ${address}.`,
    details: { key: name, address, from },
    suggestions: ['capstan key list'],
  })
}

export function rawDigestRefused(): CapstanError {
  return new CapstanError({
    code: 'KEY_DIGEST_REFUSED',
    kind: 'refused',
    message:
      'The message is 32 raw bytes, or their hex, and could be the digest of an unread transaction or typed message; it is not signed.',
    suggestions: ['--message TEXT', '--typed-data FILE'],
  })
}

export function transactionBytesRefused(): CapstanError {
  return new CapstanError({
    code: 'KEY_TRANSACTION_REFUSED',
    kind: 'refused',
    message: 'These bytes are a transaction; "key sign" signs only messages.',
    suggestions: ['--message TEXT', '--typed-data FILE'],
  })
}

export function typedDataInvalid(file: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'TYPED_DATA_INVALID',
    kind: 'usage',
    message: `${file} is not EIP-712 typed data: ${reason}.`,
    details: { file },
    cause,
  })
}

export function signatureMalformed(): CapstanError {
  return new CapstanError({
    code: 'SIGNATURE_MALFORMED',
    kind: 'usage',
    message: 'The signature is not 0x and 64 or 65 bytes of hex.',
  })
}

export function fileExists(path: string): CapstanError {
  return new CapstanError({
    code: 'FILE_EXISTS',
    kind: 'refused',
    message: `${path} exists and is not overwritten.`,
    details: { path },
    suggestions: ['Use another file name.'],
  })
}
