import type { Chain } from '../chain/chain.ts'
import { readAssets } from '../chain/plan/plan-facts.ts'
import { readTokenCall } from '../keystore/policy/token-calls.ts'
import type { Draft, MultisigDriver } from './driver.ts'
import type { Call, Proposal, ProposalTerms } from './proposal/proposal.ts'
import { simulateProposal } from './proposal/simulate-proposal.ts'

export interface ProposeTools {
  readonly chain: Chain
  readonly driver: MultisigDriver
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * Makes proposals: each with its nonce, its digest, what it takes to execute it and what it would do.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function propose(tools: ProposeTools, drafts: readonly Draft[]): Promise<Proposal[]> {
  const proposals: Proposal[] = []
  for (const terms of await tools.driver.draft(drafts)) {
    proposals.push(await proposalOf(tools, terms))
  }
  return proposals
}

/** A proposal without signatures, as things stand. */
export async function proposalOf(
  { chain, driver, now }: ProposeTools,
  terms: ProposalTerms,
): Promise<Proposal> {
  const { calls, multisig } = terms
  const [{ grade }, simulation] = await Promise.all([
    driver.judge(terms),
    simulateProposal(chain, multisig, calls),
  ])
  return {
    ...{ terms, grade, simulation },
    network: chain.network.name,
    createdAt: new Date(now).toISOString(),
    digest: driver.digest(terms),
    assets: await readAssets(chain, assetsOf(calls, simulation)),
    signatures: [],
  }
}

function assetsOf(calls: readonly Call[], simulation: Proposal['simulation']): string[] {
  const tokens = calls.filter(({ data }) => readTokenCall(data)).map(({ to }) => to)
  const moved = [...(simulation?.effects ?? []), ...(simulation?.approvals ?? [])]
  return [...tokens, ...moved.map(({ asset }) => asset)]
}
