import { gradedMultisig } from '../../artifacts/graded-multisig.ts'
import type { Outcome, Plan, Transactions } from '../../chain/transactions/transactions.ts'
import { sha256Hex } from '../../primitives/digest.ts'
import type { Owner } from '../driver.ts'
import type { MultisigPolicy } from '../policy/policy.ts'
import { wholePolicy } from '../policy/policy-change.ts'
import { GRADED, GRADED_ABI } from './graded-contract.ts'
import { changeStruct } from './policy-struct.ts'

export interface NewMultisig {
  readonly owners: readonly Owner[]
  readonly policy: MultisigPolicy
  /** What this home calls it; another name makes another multisig of the same terms. */
  readonly name: string
}

export interface Creation {
  /** EIP-55; null when nothing was sent. */
  readonly multisig: string | null
  readonly outcome: Outcome | null
  readonly plan?: Plan
}

/** Deploys a GradedMultisig, once for the same terms and name. @throws as sending does */
export async function createMultisig(
  transactions: Transactions,
  { owners, policy, name }: NewMultisig,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Creation> {
  const args = GRADED.encodeDeploy([changeStruct(wholePolicy(policy, owners))])
  const data = gradedMultisig.bytecode + args.slice(2)
  const intent = {
    description: `create the multisig ${name}`,
    idempotencyKey: `multisig create ${name} ${sha256Hex(data)}`,
    ...{ to: null, data, valueWei: 0n, abi: GRADED_ABI },
  }
  if (dryRun) return { multisig: null, outcome: null, plan: await transactions.plan([intent]) }
  const outcome = await transactions.send(intent)
  return { multisig: outcome.contractAddress, outcome }
}
