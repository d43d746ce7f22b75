import type { Chain } from '../../chain/chain.ts'
import { readAssets } from '../../chain/erc20/facts.ts'
import { changeText } from '../policy/change-text.ts'
import type { PolicyChange } from '../policy/policy.ts'
import { PROVED_ASSETS } from '../proposal/call-text.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import { GRADED } from './graded-contract.ts'
import { changeOf } from './policy-struct.ts'
import { readGraded } from './read-graded.ts'

/** What a proposal changes in the policy, a line each, against the policy as it is. */
export async function policyText(
  chain: Chain | null,
  { multisig, calls }: ProposalTerms,
): Promise<string[]> {
  const changes = calls.filter(({ to }) => to === multisig).flatMap(({ data }) => changeIn(data))
  if (changes.length === 0) return []
  const before = chain === null ? null : await readGraded(chain, multisig)
  const listed = changes.flatMap((change) => change.assets.map(({ asset }) => asset))
  const known = chain === null ? PROVED_ASSETS : await readAssets(chain, listed)
  return changes.flatMap((change) => changeText(change, before, known))
}

function changeIn(data: string): PolicyChange[] {
  const call = GRADED.parseTransaction({ data })
  return call?.name === 'changePolicy' ? [changeOf(call.args[0])] : []
}
