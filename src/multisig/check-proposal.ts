// Checks a proposal against the chain: what is true now, whatever its file says.

import type { Chain } from '../chain/chain.ts'
import { type AssetUnit, readAssets } from '../chain/erc20/facts.ts'
import type { Judgement, MultisigDriver } from './driver.ts'
import { digestMismatch, proposalOtherChain, scaleWrong } from './multisig-errors.ts'
import type { Proposal, ProposalSimulation } from './proposal/proposal.ts'
import { simulateProposal } from './proposal/simulate-proposal.ts'
import { type Collected, collect } from './signing/collected.ts'

export interface CheckTools {
  readonly chain: Chain
  readonly driver: MultisigDriver
}

/** A proposal with its state on chain. */
export interface CheckedProposal {
  readonly proposal: Proposal
  readonly judgement: Judgement
  readonly collected: Collected
  /** Run now; null if the node cannot simulate, or nothing is left to execute. */
  readonly simulation: ProposalSimulation | null
  /** Symbols and decimals as the tokens report them now. */
  readonly assets: readonly AssetUnit[]
}

/**
 * Reads the state on chain of a proposal that was read from a file.
 * @throws PROPOSAL_OTHER_CHAIN, MULTISIG_DIGEST_MISMATCH, PROPOSAL_SCALE_WRONG, MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function checkProposal(
  { chain, driver }: CheckTools,
  proposal: Proposal,
): Promise<CheckedProposal> {
  const { terms, digest } = proposal
  if (terms.chainId !== chain.chainId) {
    throw proposalOtherChain(terms.chainId, chain.chainId, chain.network.name)
  }
  const judgement = await driver.judge(terms)
  if (judgement.digest !== digest) throw digestMismatch(digest, judgement.digest, terms.multisig)
  const isOpen = judgement.state === 'open' || judgement.state === 'waiting'
  const [collected, simulation, assets] = await Promise.all([
    collect(driver, proposal, judgement),
    isOpen ? simulateProposal(chain, terms.multisig, terms.calls) : null,
    readAssets(
      chain,
      proposal.assets.map(({ asset }) => asset),
    ),
  ])
  assertScales(proposal.assets, assets)
  // The network by its name in this home; the file has the proposer's name for it.
  const named = { ...proposal, network: chain.network.name }
  return { proposal: named, judgement, collected, simulation, assets }
}

/** Policies and symbols may change while a proposal travels; decimals do not. */
function assertScales(said: readonly AssetUnit[], now: readonly AssetUnit[]): void {
  for (const { asset, decimals } of said) {
    const found = now.find((one) => one.asset === asset)?.decimals
    if (found !== undefined && found !== decimals) throw scaleWrong(asset, decimals, found)
  }
}
