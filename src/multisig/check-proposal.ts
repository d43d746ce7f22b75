// A proposal against the chain: what is true of it now, whatever its file says.

import type { Chain } from '../chain/chain.ts'
import { type AssetUnit, readAssets } from '../chain/erc20/facts.ts'
import type { Judgement, MultisigDriver } from './driver.ts'
import { digestForeign, proposalOtherChain, scaleWrong } from './multisig-errors.ts'
import type { Proposal, ProposalSimulation } from './proposal/proposal.ts'
import { simulateProposal } from './proposal/simulate-proposal.ts'
import { type Collected, collect } from './signing/collected.ts'

export interface CheckTools {
  readonly chain: Chain
  readonly driver: MultisigDriver
}

/** A proposal, and what a chain says of it. */
export interface CheckedProposal {
  readonly proposal: Proposal
  readonly judgement: Judgement
  readonly collected: Collected
  /** As it is now; null where the node cannot simulate, or nothing is left to execute. */
  readonly simulation: ProposalSimulation | null
  /** As the tokens call themselves now. */
  readonly assets: readonly AssetUnit[]
}

/**
 * Asks the chain about a proposal that was read from a file.
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
  if (judgement.digest !== digest) throw digestForeign(digest, judgement.digest, terms.multisig)
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
  // The network as this home calls it: the file's name for it is the proposer's.
  const named = { ...proposal, network: chain.network.name }
  return { proposal: named, judgement, collected, simulation, assets }
}

/** A policy may change while a proposal travels, and a symbol; what an amount is a multiple of does not. */
function assertScales(said: readonly AssetUnit[], now: readonly AssetUnit[]): void {
  for (const { asset, decimals } of said) {
    const found = now.find((one) => one.asset === asset)?.decimals
    if (found !== undefined && found !== decimals) throw scaleWrong(asset, decimals, found)
  }
}
