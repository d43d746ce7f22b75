import { reading } from '../primitives/malformed.ts'
import { parsePrivateKey } from './evm/private-key.ts'
import { pathWithoutMnemonic } from './hd/hd-errors.ts'
import { FIRST_PATHS } from './hd/hd-path.ts'
import type { KeyFacts } from './index/key-facts.ts'
import type { KeyType } from './key-type.ts'
import type { Keyring } from './keyring.ts'
import type { KeyInput } from './read-key-input.ts'
import type { Secret } from './stores/secret.ts'
import { bytomKeyFileInvalid, keyFileInvalid } from './stores/store-errors.ts'

export const IMPORT_FORMATS = ['private-key', 'mnemonic', 'v3', 'bytom-keystore'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** Moving a file into the vault under the same password asks for it once. */
const PASSWORDS = ['CAPSTAN_IMPORT_PASSWORD', 'CAPSTAN_VAULT_PASSWORD'] as const

export interface ImportKeyInput extends KeyInput {
  readonly name: string
  readonly type: KeyType
  /** Default: what the text looks like. */
  readonly format?: ImportFormat | undefined
  /** BIP-32 path below a mnemonic. */
  readonly path?: string | undefined
}

/**
 * Stores a key that exists elsewhere.
 * @throws KEY_PRIVATE_KEY_INVALID, KEY_MNEMONIC_INVALID, KEY_FILE_INVALID, KEY_PASSWORD_WRONG,
 * KEY_PATH_UNUSED; as `PasswordSource.current` for the file's password, and as `Keyring.add`
 */
export async function importKey(keyring: Keyring, input: ImportKeyInput): Promise<KeyFacts> {
  const { secret, path } = await readSecret(keyring, input)
  try {
    return await keyring.add({ name: input.name, type: input.type, path }, secret)
  } finally {
    secret.bytes.fill(0)
  }
}

async function readSecret(
  keyring: Keyring,
  { text, place, type, path, format = formatOf(text, type) }: ImportKeyInput,
): Promise<{ secret: Secret; path: string | null }> {
  if (format === 'mnemonic') {
    const { entropyOf } = await import('./hd/mnemonic.ts')
    const secret = { kind: 'mnemonic', bytes: entropyOf(text) } as const
    return { secret, path: path ?? FIRST_PATHS[type] }
  }
  if (format === 'bytom-keystore') {
    const secret = { kind: 'bytom-root', bytes: await openBytom(keyring, text, place) } as const
    return { secret, path: path ?? FIRST_PATHS.bytom }
  }
  if (path !== undefined) throw pathWithoutMnemonic(format)
  const bytes = format === 'v3' ? await openV3(keyring, text, place) : parsePrivateKey(text, place)
  return { secret: { kind: 'private-key', bytes }, path: null }
}

async function openV3(keyring: Keyring, text: string, place: string): Promise<Uint8Array> {
  const [{ parseV3File }, { decryptV3 }] = await Promise.all([
    import('./stores/v3-file.ts'),
    import('./stores/v3-cipher.ts'),
  ])
  return reading(
    async () => decryptV3(parseV3File(text), await filePassword(keyring, place)),
    (reason, { cause }) => keyFileInvalid(place, reason, cause),
  )
}

async function openBytom(keyring: Keyring, text: string, place: string): Promise<Uint8Array> {
  const { decryptBytomKeyFile, parseBytomKeyFile } = await import('./bytom-keys/bytom-key-file.ts')
  return reading(
    async () => decryptBytomKeyFile(parseBytomKeyFile(text), await filePassword(keyring, place)),
    (reason, { cause }) => bytomKeyFileInvalid(place, reason, cause),
  )
}

function filePassword(keyring: Keyring, place: string): Promise<string> {
  return keyring.filePassword(PASSWORDS, `Password of ${place}`).current()
}

function formatOf(text: string, type: KeyType): ImportFormat {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return type === 'bytom' ? 'bytom-keystore' : 'v3'
  return /\s/.test(trimmed) ? 'mnemonic' : 'private-key'
}
