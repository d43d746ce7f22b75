import type { Chain } from '../../chain/chain.ts'
import { namedFunctions } from '../../multisig/proposal/named-functions.ts'
import type { Proposal } from '../../multisig/proposal/proposal.ts'

/** What must be said of the calls of a proposal beside what they do, a line each. */
export async function wordsOf(
  { chain }: { readonly chain: Chain | null },
  { terms }: Proposal,
): Promise<string[]> {
  const named = await namedFunctions(terms.calls)
  const isOwn = terms.calls.some(({ to }) => to === terms.multisig)
  if (terms.driver !== 'graded' || !isOwn) return named
  const { policyWords } = await import('../../multisig/graded/policy-words.ts')
  return [...named, ...(await policyWords(chain, terms))]
}
