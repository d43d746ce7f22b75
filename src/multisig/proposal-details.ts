import type { Chain } from '../chain/chain.ts'
import { namedFunctions } from './proposal/named-functions.ts'
import type { Proposal } from './proposal/proposal.ts'

/** Further lines about the calls of a proposal, beside what they do. */
export async function detailsOf(
  { chain }: { readonly chain: Chain | null },
  { terms }: Proposal,
): Promise<string[]> {
  const named = await namedFunctions(terms.calls)
  const isOwn = terms.calls.some(({ to }) => to === terms.multisig)
  if (terms.driver !== 'graded' || !isOwn) return named
  const { policyText } = await import('./graded/policy-text.ts')
  return [...named, ...(await policyText(chain, terms))]
}
