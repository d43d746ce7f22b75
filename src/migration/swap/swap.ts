import { join, resolve } from 'node:path'
import type { Chain } from '../../chain/chain.ts'
import { type Block, findBlock } from '../../chain/rpc/blocks.ts'
import { ZERO_ADDRESS } from '../../primitives/address.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import type { Campaign, SwapTerms } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { AttestationFolder } from './attestation-folder.ts'
import {
  contractsMismatch,
  nodesDisagree,
  notOpen,
  reorgWhileReading,
  swapMissing,
} from './errors.ts'
import type { LockContractState } from './lock-contract.ts'
import type { ReleaseContractState } from './release-contract.ts'
import type { SwapSide } from './settled-block.ts'
import type { LockTerms } from './witnessed-locks.ts'

/** A swap with both of its chains at hand. */
export interface Swap {
  readonly terms: SwapTerms
  readonly source: SwapSide
  readonly target: SwapSide
  /** Where the relayers meet. */
  readonly attestations: AttestationFolder
}

/** @throws SWAP_MISSING */
export function swapTermsOf({ swap, path }: Pick<Campaign, 'swap' | 'path'>): SwapTerms {
  if (!swap) throw swapMissing(path)
  return swap
}

/** @param given as with `--attestations`, relative to where the command runs. */
export function attestationFolder(campaign: Campaign, given?: string): AttestationFolder {
  if (given !== undefined) return new AttestationFolder(resolve(given))
  const own = swapTermsOf(campaign).attestations
  const folder = own === null ? campaignFiles(campaign).swapAttestations : own
  return new AttestationFolder(resolve(campaign.directory, folder))
}

/** The file of how far a relayer has read. */
export function progressFile(campaign: Pick<Campaign, 'directory'>, relayer: string): string {
  return join(campaignFiles(campaign).out, 'swap', `progress-${relayer.toLowerCase()}.json`)
}

/** Whether a lock contract has been given its release contract. */
export function isOpen({ releaseContract }: Pick<LockContractState, 'releaseContract'>): boolean {
  return releaseContract !== ZERO_ADDRESS
}

/**
 * That the contracts are made for each other, on these chains.
 * @throws SWAP_NOT_OPEN, SWAP_CONTRACTS_MISMATCH
 */
export function assertPair(
  { terms, source, target }: Pick<Swap, 'terms' | 'source' | 'target'>,
  lockContract: LockContractState,
  releaseContract: ReleaseContractState,
): LockTerms {
  const { lock } = terms.source
  const { release } = terms.target
  if (!isOpen(lockContract)) throw notOpen(lock)
  const facts = [
    ['The release contract of the lock contract', lockContract.releaseContract, release],
    ['The chain of the release contract', lockContract.targetChainId, target.chain.chainId],
    ['The lock contract of the release contract', releaseContract.lockContract, lock],
    ['The chain of the lock contract', releaseContract.sourceChainId, source.chain.chainId],
    ['The token of the release contract', releaseContract.sourceToken, lockContract.token],
  ] as const
  for (const [what, got, expected] of facts) {
    if (got !== expected) throw contractsMismatch(what, String(got), String(expected))
  }
  return {
    sourceChainId: source.chain.chainId,
    lockContract: lock,
    token: lockContract.token,
    targetChainId: target.chain.chainId,
    releaseContract: release,
  }
}

/**
 * What all endpoints of a side say alike.
 * @throws SWAP_NODES_DISAGREE
 */
export async function agreed<T extends object>(
  { witnesses }: SwapSide,
  what: string,
  read: (witness: Chain) => Promise<T>,
): Promise<T> {
  const answers = await Promise.all(witnesses.map(read))
  const texts = answers.map((answer) => canonicalJson(answer))
  const odd = texts.findIndex((text) => text !== texts[0])
  if (odd === -1) return answers[0] as T
  throw nodesDisagree([witnesses[0] as Chain, witnesses[odd] as Chain], what, [
    texts[0] as string,
    texts[odd] as string,
  ])
}

/**
 * That a block which was read from still stands, at every endpoint.
 * @throws SWAP_REORGANISED
 */
export async function assertStands({ witnesses }: SwapSide, { number, hash }: Block) {
  for (const witness of witnesses) {
    const block = await findBlock(witness.rpc, number)
    if (block?.hash !== hash) throw reorgWhileReading(witness, number)
  }
}
