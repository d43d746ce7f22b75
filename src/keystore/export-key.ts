import { keyTypeWrong } from './errors.ts'
import type { Keyring } from './keyring.ts'
import { exportRefused } from './policy/errors.ts'
import { writePrivateFile } from './private-file.ts'

export interface ExportKeyInput {
  readonly name: string
  /** A new file. */
  readonly out: string
}

/**
 * Writes a stored key as a Web3 Secret Storage file under a password of its own, from
 * `CAPSTAN_EXPORT_PASSWORD_FILE`, `CAPSTAN_EXPORT_PASSWORD` or typed twice.
 * A key with a policy stays where its policy is: a copy would sign anything.
 * @throws KEY_UNKNOWN, KEY_BUILT_IN, POLICY_REFUSED, KEY_PASSWORD_WRONG, KEY_PASSWORDS_DIFFER,
 * FILE_EXISTS, KEY_TYPE_WRONG for a Bytom key, which such a file has no place for
 */
export async function exportKey(
  keyring: Keyring,
  { name, out }: ExportKeyInput,
): Promise<{ readonly name: string; readonly file: string }> {
  const { type, policy } = await keyring.findStored(name, 'exported')
  if (type !== 'evm') throw keyTypeWrong(name, type, 'be written to a Web3 Secret Storage file')
  if (policy !== null) throw exportRefused(name)
  const { encryptV3 } = await import('./v3-cipher.ts')
  const newPassword = keyring.filePassword(['CAPSTAN_EXPORT_PASSWORD'], `Password of ${out}`)
  const privateKey = await keyring.signingKey(name, 'exported')
  try {
    await writePrivateFile(out, await encryptV3(privateKey, await newPassword.chosen()))
  } finally {
    privateKey.fill(0)
  }
  return { name, file: out }
}
