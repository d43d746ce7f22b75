import { CapstanError } from '../../primitives/capstan-error.ts'
import type { MissingPart } from './key-store.ts'
import type { SecretKind } from './secret.ts'

// Messages must not carry a secret: they name its place, never its content.

export function secretMissing(
  entry: string,
  backend: string,
  suggestions: readonly string[] = [],
): CapstanError {
  return new CapstanError({
    code: 'KEY_SECRET_MISSING',
    kind: 'state',
    message:
      backend === 'keychain'
        ? `The keychain has no entry ${entry}: the entry was deleted, or the keyring is not unlocked with the right password.`
        : `The ${backend} has no entry ${entry}.`,
    details: { entry, backend },
    suggestions: [...suggestions, 'capstan key doctor'],
  })
}

/** The store returned another key than the index describes. */
export function secretMismatch(name: string, address: string): CapstanError {
  return new CapstanError({
    code: 'KEY_SECRET_MISMATCH',
    kind: 'mismatch',
    message: `The secret stored for the key "${name}" does not belong to its address ${address}.`,
    details: { key: name, address },
    suggestions: ['capstan key doctor'],
  })
}

/** A kind of secret that holds no key of this type, or none at a path. */
export function secretUnfit(kind: SecretKind, type: string, path: string | null): CapstanError {
  const where = path === null ? 'without a path' : `at ${path}`
  return new CapstanError({
    code: 'KEY_SECRET_UNFIT',
    kind: 'usage',
    message: `A secret of kind ${kind} has no key of type ${type} ${where}.`,
    details: { kind, type, path },
  })
}

export function keychainEntryInvalid(entry: string): CapstanError {
  return new CapstanError({
    code: 'KEYCHAIN_ENTRY_INVALID',
    kind: 'state',
    message: `The keychain entry ${entry} is not a secret that this version of capstan knows.`,
    details: { entry },
    suggestions: ['Update capstan, if a newer version wrote the entry.'],
  })
}

export function vaultFileInvalid(place: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'VAULT_FILE_INVALID',
    kind: 'state',
    message: `The vault file ${place} cannot be used: ${reason}.`,
    details: { file: place },
    suggestions: ['Restore the file from a backup.'],
    cause,
  })
}

export function entryExists(entry: string, backend: string): CapstanError {
  return new CapstanError({
    code: 'KEY_ENTRY_EXISTS',
    kind: 'state',
    message: `The ${backend} already has the entry ${entry}, which is not overwritten.`,
    details: { entry, backend },
    suggestions: ['capstan key doctor'],
  })
}

export function keychainUnavailable(
  missing: MissingPart,
  message: string,
  suggestions: readonly string[],
  cause?: unknown,
): CapstanError {
  return new CapstanError({
    code: 'KEYCHAIN_UNAVAILABLE',
    kind: 'refused',
    message,
    details: { backend: 'keychain', missing },
    suggestions,
    cause,
  })
}

/** Does not say which part is wrong: that would help a guesser. */
export function passwordWrong(): CapstanError {
  return new CapstanError({
    code: 'KEY_PASSWORD_WRONG',
    kind: 'refused',
    message: 'The password does not open the key.',
  })
}

export function passwordEmpty(source: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PASSWORD_EMPTY',
    kind: 'usage',
    message: `The password from ${source} is empty.`,
    details: { source },
  })
}

export function passwordsDiffer(): CapstanError {
  return new CapstanError({
    code: 'KEY_PASSWORDS_DIFFER',
    kind: 'usage',
    message: 'The two passwords differ.',
  })
}

export function secretFileUnreadable(variable: string, path: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'KEY_SECRET_FILE_UNREADABLE',
    kind: 'usage',
    message: `${variable} names ${path}, which cannot be read.`,
    details: { variable, path },
    cause,
  })
}

/** `place` says where it was found: an argument, a file, a variable. */
export function privateKeyInvalid(place: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PRIVATE_KEY_INVALID',
    kind: 'usage',
    message: `${place} is not a private key, which is 64 hex characters between 1 and the order of secp256k1 minus 1.`,
  })
}

export function keyFileInvalid(place: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'KEY_FILE_INVALID',
    kind: 'usage',
    message: `${place} is not a Web3 Secret Storage file of version 3: ${reason}.`,
    cause,
  })
}

export function bytomKeyFileInvalid(place: string, reason: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'KEY_FILE_INVALID',
    kind: 'usage',
    message: `${place} is not a key file of a Bytom node: ${reason}.`,
    cause,
  })
}

export function keyInputEmpty(place: string): CapstanError {
  return new CapstanError({
    code: 'KEY_INPUT_EMPTY',
    kind: 'usage',
    message: `There is nothing to import in ${place}.`,
    suggestions: ['--from-file FILE'],
  })
}

export function keyInputTooLong(place: string, maxBytes: number): CapstanError {
  return new CapstanError({
    code: 'KEY_INPUT_TOO_LONG',
    kind: 'usage',
    message: `The content of ${place} is longer than ${maxBytes} bytes, so it is not a key.`,
    details: { place, maxBytes },
  })
}

/** Every process of the machine can see argument lists, and shells keep them in a history. */
export function secretOnCommandLine(): CapstanError {
  return new CapstanError({
    code: 'KEY_ON_COMMAND_LINE',
    kind: 'usage',
    message:
      'An argument looks like a private key or mnemonic. Other processes see the command line and the shell keeps it in its history, so capstan does not read secrets from it.',
    suggestions: [
      'capstan key import NAME --from-file FILE',
      'capstan key import NAME < FILE',
      'If the key guards anything, treat it as known to others.',
    ],
  })
}
