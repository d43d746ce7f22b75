import { type Fail, hexBytes, type Members, membersOf, oneOf, parseJson } from './json-fields.ts'
import { parseScryptParameters, type ScryptParameters } from './scrypt.ts'
import { isSecretLength, type SecretKind } from './secret.ts'
import { vaultFileInvalid } from './store-errors.ts'

/** Format name of the vault's files for what Web3 Secret Storage has no place for. */
export const VAULT_SECRET_FORMAT = 'capstan/vault-secret@1'

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

/** Whether the text of a vault's file is of this format rather than a v3 file. */
export function isVaultSecret(text: string): boolean {
  return /"format"\s*:\s*"capstan\/vault-secret@/.test(text)
}

/**
 * Reads the text of a vault file strictly; `place` names it in messages.
 * @throws VAULT_FILE_INVALID
 */
export function parseVaultSecret(text: string, place: string): VaultSecretFile {
  const fail: Fail = (reason, cause) => vaultFileInvalid(place, reason, cause)
  const file = membersOf(parseJson(text, fail), 'the file', fail)
  assertMembers(file, ['cipher', 'ciphertext', 'format', 'kdf', 'kind'], fail)
  if (file.format !== VAULT_SECRET_FORMAT) {
    throw fail(`its format is ${JSON.stringify(file.format)}, not "${VAULT_SECRET_FORMAT}"`)
  }
  const kind = oneOf(KINDS, file.kind, 'its "kind"', fail)
  const kdf = membersOf(file.kdf, '"kdf"', fail)
  assertMembers(kdf, ['n', 'name', 'p', 'r', 'salt'], fail)
  if (kdf.name !== 'scrypt') throw fail('its kdf is not scrypt')
  const cipher = membersOf(file.cipher, '"cipher"', fail)
  assertMembers(cipher, ['iv', 'name', 'tag'], fail)
  if (cipher.name !== 'aes-256-gcm') throw fail('its cipher is not aes-256-gcm')
  const ciphertext = hexBytes(file.ciphertext, '"ciphertext"', fail)
  if (!isSecretLength(kind, ciphertext.length)) {
    throw fail(`its "ciphertext" of ${ciphertext.length} bytes is no ${kind}`)
  }
  return {
    kind,
    kdf: parseScryptParameters(kdf, fail),
    iv: hexBytes(cipher.iv, '"iv"', fail, 12),
    tag: hexBytes(cipher.tag, '"tag"', fail, 16),
    ciphertext,
  }
}

function assertMembers(members: Members, expected: readonly string[], fail: Fail): void {
  const unknown = Object.keys(members).find((name) => !expected.includes(name))
  if (unknown !== undefined) throw fail(`it has an unknown member "${unknown}"`)
}
