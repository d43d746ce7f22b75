import { CapstanError } from '../../primitives/capstan-error.ts'

export function mnemonicInvalid(reason: string): CapstanError {
  return new CapstanError({
    code: 'KEY_MNEMONIC_INVALID',
    kind: 'usage',
    message: `The mnemonic is not valid under BIP-39: ${reason}.`,
  })
}

/** `word` is left out where it may be another secret. */
export function mnemonicWordUnknown(place: number, word?: string, nearest?: string): CapstanError {
  const named = word === undefined ? `word ${place}` : `word ${place}, "${word}",`
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return new CapstanError({
    code: 'KEY_MNEMONIC_INVALID',
    kind: 'usage',
    message: `The mnemonic is not valid under BIP-39: ${named} is not in the English word list.${hint}`,
    details: { place, nearest: nearest ?? null },
  })
}

export function pathInvalid(path: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PATH_INVALID',
    kind: 'usage',
    message: `"${path}" is not a BIP-32 path. Use for example m/44'/60'/0'/0/0.`,
    details: { path },
  })
}

export function pathWithoutMnemonic(format: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PATH_UNUSED',
    kind: 'usage',
    message: `--path needs a mnemonic; a key of format ${format} has no derivation path.`,
    details: { format },
  })
}

/** Another key has that path of the same mnemonic. */
export function keyPathTaken(path: string, name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_PATH_TAKEN',
    kind: 'refused',
    message: `The key "${name}" already has the path ${path} of this mnemonic.`,
    details: { path, key: name },
    suggestions: [`capstan key show ${name}`, 'Leave out --path to take the next free one.'],
  })
}

/** Only a mnemonic and a root have further accounts. */
export function keyHasNoAccounts(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_NOT_HD',
    kind: 'refused',
    message: `The key "${name}" is a single private key and has no further accounts.`,
    details: { key: name },
    suggestions: ['capstan key create NAME --mnemonic', 'capstan key list'],
  })
}
