import { readFile } from 'node:fs/promises'
import { readYamlText, schemaProblems } from '../../primitives/yaml-text.ts'
import type { MultisigPolicy } from './policy.ts'
import { contradictions } from './policy-contradictions.ts'
import { policyInvalid, policyMissing, policyUnreadable } from './policy-errors.ts'
import { policySchema } from './policy-schema.ts'

const MAX_BYTES = 1 << 20

/**
 * Reads a policy file.
 * @param totalWeight of all owners under this policy.
 * @throws MULTISIG_POLICY_MISSING, MULTISIG_POLICY_UNREADABLE; MULTISIG_POLICY_INVALID with line
 * and column of each problem
 */
export async function readPolicy(path: string, totalWeight: number): Promise<MultisigPolicy> {
  const text = await policyText(path)
  const faults = { invalid: policyInvalid, unreadable: policyUnreadable }
  const yaml = readYamlText(path, text, faults)
  const result = policySchema.safeParse(yaml.content)
  if (!result.success) throw policyInvalid(path, schemaProblems(yaml, result.error.issues))
  const found = [...contradictions(result.data, totalWeight)]
  const problems = found.map(({ path: at, message }) => yaml.problemAt(at, message))
  if (problems.length > 0) throw policyInvalid(path, problems)
  return result.data
}

async function policyText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw policyMissing(path)
    if (error.code === 'EISDIR') throw policyUnreadable(path, 'is a folder')
    throw error
  })
  if (bytes.length > MAX_BYTES) throw policyUnreadable(path, 'is larger than 1 MiB')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw policyUnreadable(path, 'is not UTF-8 text', error)
  }
}
