import type { Chain } from '../chain/chain.ts'
import { readAssets } from '../chain/erc20/facts.ts'
import { readTokenCall } from '../keystore/policy/token-calls.ts'
import type { CheckedProposal } from './check-proposal.ts'
import type { Draft, MultisigDriver } from './driver.ts'
import { digestMismatch, notExecutable } from './multisig-errors.ts'
import type { Call, Proposal, ProposalTerms } from './proposal/proposal.ts'
import { simulateProposal } from './proposal/simulate-proposal.ts'
import { collect } from './signing/collected.ts'

export interface ProposeTools {
  readonly chain: Chain
  readonly driver: MultisigDriver
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * Creates proposals: each with nonce, digest, grade and simulation.
 * @throws MULTISIG_MISSING, MULTISIG_FOREIGN, MULTISIG_DIGEST_MISMATCH, MULTISIG_PROPOSAL_EXPIRED
 */
export async function propose(
  tools: ProposeTools,
  drafts: readonly Draft[],
): Promise<CheckedProposal[]> {
  const proposals: CheckedProposal[] = []
  for (const terms of await tools.driver.draft(drafts)) {
    const made = await proposalOf(tools, terms)
    const { state } = made.judgement
    // The chain's clock decides; it may be ahead of ours.
    if (state === 'expired') throw notExecutable(made.proposal.digest, state, [])
    proposals.push(made)
  }
  return proposals
}

/** A proposal without signatures, in its current state. @throws MULTISIG_DIGEST_MISMATCH; as `MultisigDriver.judge` does */
export async function proposalOf(
  { chain, driver, now }: ProposeTools,
  terms: ProposalTerms,
): Promise<CheckedProposal> {
  const { calls, multisig } = terms
  const [judgement, simulation] = await Promise.all([
    driver.judge(terms),
    simulateProposal(chain, multisig, calls),
  ])
  const assets = await readAssets(chain, assetsOf(calls, simulation))
  const digest = driver.digest(terms)
  if (judgement.digest !== digest) throw digestMismatch(digest, judgement.digest, multisig)
  const proposal: Proposal = {
    ...{ terms, grade: judgement.grade, simulation, digest, assets },
    network: chain.network.name,
    createdAt: new Date(now).toISOString(),
    signatures: [],
  }
  const collected = await collect(driver, proposal, judgement)
  return { proposal, judgement, collected, simulation, assets }
}

function assetsOf(calls: readonly Call[], simulation: Proposal['simulation']): string[] {
  const tokens = calls.filter(({ data }) => readTokenCall(data)).map(({ to }) => to)
  const moved = [...(simulation?.effects ?? []), ...(simulation?.approvals ?? [])]
  return [...tokens, ...moved.map(({ asset }) => asset)]
}
