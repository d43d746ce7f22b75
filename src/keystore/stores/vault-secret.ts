import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveByScrypt, passwordBytes, SCRYPT_COST, type ScryptCost } from './scrypt.ts'
import type { Secret, SecretKind } from './secret.ts'
import { passwordWrong } from './store-errors.ts'
import { VAULT_SECRET, type VaultSecretFile } from './vault-secret-file.ts'

const CIPHER = 'aes-256-gcm'

/** Encrypts a secret as the text of a vault file; it opens under this entry name only. */
export async function encryptVaultSecret(
  entry: string,
  { kind, bytes }: Secret,
  password: string,
  cost: ScryptCost = SCRYPT_COST,
): Promise<string> {
  const salt = randomBytes(32)
  const iv = randomBytes(12)
  const kdf = { salt, ...cost }
  const key = await deriveByScrypt(passwordBytes(password), kdf)
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(boundFacts(kind, entry))
  key.fill(0)
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()])
  return VAULT_SECRET.text({ kind, kdf, iv, tag: cipher.getAuthTag(), ciphertext })
}

/**
 * The secret in a vault file of this entry.
 * @throws KEY_PASSWORD_WRONG, also if the file was changed or is that of another entry.
 */
export async function decryptVaultSecret(
  entry: string,
  { kind, kdf, iv, tag, ciphertext }: VaultSecretFile,
  password: string,
): Promise<Secret> {
  const key = await deriveByScrypt(passwordBytes(password), kdf)
  const decipher = createDecipheriv(CIPHER, key, iv).setAAD(boundFacts(kind, entry)).setAuthTag(tag)
  key.fill(0)
  const bytes = decipher.update(ciphertext)
  try {
    decipher.final()
    return { kind, bytes }
  } catch {
    bytes.fill(0)
    throw passwordWrong()
  }
}

/** What the authentication covers beside the secret: a file cannot pass for another entry's. */
function boundFacts(kind: SecretKind, entry: string): Uint8Array {
  return Buffer.from(`${VAULT_SECRET.name}\n${kind}\n${entry}`, 'utf8')
}
