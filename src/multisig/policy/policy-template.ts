import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { policyFileExists } from './policy-errors.ts'

/** Writes the commented policy of the package. @throws MULTISIG_POLICY_FILE_EXISTS */
export async function writePolicyTemplate(packageRoot: string, file: string): Promise<string> {
  await assertFree(file)
  await writeFileAtomically(
    file,
    await readFile(join(packageRoot, 'templates', 'multisig', 'policy.yaml'), 'utf8'),
  )
  return file
}

/** @throws MULTISIG_POLICY_FILE_EXISTS */
export async function assertFree(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) throw policyFileExists(file)
}
