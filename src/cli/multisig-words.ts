import type { Chain } from '../chain/chain.ts'
import type { Proposal } from '../multisig/proposal/proposal.ts'

/** What the calls of a proposal change in the policy, a line each; nothing of other proposals. */
export async function wordsOf(
  { chain }: { readonly chain: Chain | null },
  { terms, assets }: Proposal,
): Promise<string[]> {
  const isOwn = terms.calls.some(({ to }) => to === terms.multisig)
  if (terms.driver !== 'graded' || !isOwn) return []
  const { policyWords } = await import('../multisig/graded/policy-words.ts')
  return policyWords(chain, terms, assets)
}
