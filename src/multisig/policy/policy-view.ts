import type { View } from '../../primitives/view.ts'
import type { MultisigPolicy } from './policy.ts'
import { policyJson } from './policy-json.ts'
import { policyYaml } from './write-policy.ts'

export function policyView(multisig: string, policy: MultisigPolicy, file?: string): View {
  return {
    json: { multisig, policy: policyJson(policy), file: file ?? null },
    text: file === undefined ? policyYaml(policy).trimEnd() : `Wrote the policy to ${file}.`,
  }
}
