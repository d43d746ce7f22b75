import { Document } from '../../primitives/document.ts'
import { hexBytes, type Members, membersOf, oneOf } from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'
import { parseScryptParameters, type ScryptParameters } from './scrypt.ts'
import { isSecretLength, type SecretKind } from './secret.ts'
import { vaultFileInvalid } from './store-errors.ts'

const CIPHER = 'aes-256-gcm'
const KINDS = ['mnemonic', 'bytom-root'] as const satisfies readonly SecretKind[]

/** AES-256-GCM under a key by scrypt. */
export interface VaultSecretFile {
  readonly kind: SecretKind
  readonly kdf: ScryptParameters
  /** 12 bytes. */
  readonly iv: Uint8Array
  /** 16 bytes. */
  readonly tag: Uint8Array
  readonly ciphertext: Uint8Array
}

/** The vault's files for what Web3 Secret Storage has no place for. @throws VAULT_FILE_INVALID */
export const VAULT_SECRET = new Document<VaultSecretFile>({
  format: 'capstan/vault-secret@1',
  read,
  members: ({ kind, kdf: { salt, ...cost }, iv, tag, ciphertext }) => ({
    kind,
    kdf: { name: 'scrypt', salt: hex(salt), ...cost },
    cipher: { name: CIPHER, iv: hex(iv), tag: hex(tag) },
    ciphertext: hex(ciphertext),
  }),
  invalid: (file, reason, { cause }) => vaultFileInvalid(file, reason, cause),
})

/** Whether the text of a vault's file is of this format rather than a v3 file. */
export function isVaultSecret(text: string): boolean {
  return /"format"\s*:\s*"capstan\/vault-secret@/.test(text)
}

function read(file: Members): VaultSecretFile {
  assertMembers(file, ['cipher', 'ciphertext', 'kdf', 'kind'])
  const kind = oneOf(KINDS, file.kind, 'its "kind"')
  const kdf = membersOf(file.kdf, '"kdf"')
  assertMembers(kdf, ['n', 'name', 'p', 'r', 'salt'])
  if (kdf.name !== 'scrypt') throw new Malformed('its kdf is not scrypt')
  const cipher = membersOf(file.cipher, '"cipher"')
  assertMembers(cipher, ['iv', 'name', 'tag'])
  if (cipher.name !== CIPHER) throw new Malformed(`its cipher is not ${CIPHER}`)
  const ciphertext = hexBytes(file.ciphertext, '"ciphertext"')
  if (!isSecretLength(kind, ciphertext.length)) {
    throw new Malformed(`its "ciphertext" of ${ciphertext.length} bytes is not a ${kind}`)
  }
  return {
    kind,
    kdf: parseScryptParameters(kdf),
    iv: hexBytes(cipher.iv, '"iv"', 12),
    tag: hexBytes(cipher.tag, '"tag"', 16),
    ciphertext,
  }
}

function assertMembers(members: Members, expected: readonly string[]): void {
  const unknown = Object.keys(members).find((name) => !expected.includes(name))
  if (unknown !== undefined) throw new Malformed(`it has an unknown member "${unknown}"`)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
