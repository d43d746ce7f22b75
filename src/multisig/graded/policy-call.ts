import { decodeCall } from '../../chain/decode/decode-call.ts'
import type { PolicyChange } from '../policy/policy.ts'
import type { Call } from '../proposal/proposal.ts'
import { GRADED } from './graded-contract.ts'
import { changeStruct } from './policy-struct.ts'

/** The call by which a multisig changes its own policy. */
export async function policyCall(multisig: string, change: PolicyChange): Promise<Call> {
  const data = GRADED.encodeFunctionData('changePolicy', [changeStruct(change)])
  return { to: multisig, valueWei: 0n, data, decoded: await decodeCall({ to: multisig, data }) }
}
