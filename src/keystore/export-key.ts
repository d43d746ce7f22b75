import type { KeyType } from './key-type.ts'
import type { Keyring } from './keyring.ts'
import { keyTypeWrong } from './keystore-errors.ts'
import { exportRefused } from './policy/policy-errors.ts'
import { writePrivateFile } from './private-file.ts'

export const EXPORT_FORMATS = ['v3', 'bytom-keystore'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const FORMAT_OF: Readonly<Record<KeyType, ExportFormat>> = { evm: 'v3', bytom: 'bytom-keystore' }

export interface ExportKeyInput {
  readonly name: string
  /** A new file. */
  readonly out: string
  /** Default: the one that has a place for this type of key. */
  readonly format?: ExportFormat | undefined
}

/**
 * Writes a stored key under a password of its own, from `CAPSTAN_EXPORT_PASSWORD_FILE`,
 * `CAPSTAN_EXPORT_PASSWORD` or typed twice: as a Web3 Secret Storage file, or as the key file of a
 * Bytom node. A key with a policy is not exported: a copy would sign anything.
 * @throws POLICY_REFUSED, FILE_EXISTS, KEY_TYPE_WRONG where the format has no place for the key; as
 * `PasswordSource.chosen` for the new password, and as `Keyring.signingKey`
 */
export async function exportKey(
  keyring: Keyring,
  { name, out, format }: ExportKeyInput,
): Promise<{ readonly name: string; readonly file: string }> {
  const { type, policy } = await keyring.findStored(name, 'exported')
  const fitting = FORMAT_OF[type]
  if (format !== undefined && format !== fitting) {
    throw keyTypeWrong(name, type, `be written as ${format}`)
  }
  if (policy !== null) throw exportRefused(name)
  const newPassword = keyring.filePassword(['CAPSTAN_EXPORT_PASSWORD'], `Password of ${out}`)
  const signingKey = await keyring.signingKey(name, 'exported')
  try {
    const password = await newPassword.chosen()
    await writePrivateFile(out, await encrypted[fitting](signingKey, password, name))
  } finally {
    signingKey.fill(0)
  }
  return { name, file: out }
}

type Encrypt = (signingKey: Uint8Array, password: string, name: string) => Promise<string>

const encrypted: Readonly<Record<ExportFormat, Encrypt>> = {
  v3: async (key, password) => (await import('./stores/v3-cipher.ts')).encryptV3(key, password),
  'bytom-keystore': async (...given) =>
    (await import('./bytom-keys/bytom-key-file.ts')).encryptBytomKeyFile(...given),
}
