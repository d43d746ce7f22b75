// The terms and checks of a publication with a distributor, whether a key or a multisig deploys it.

import { tokenBalance } from '../../chain/erc20/balance.ts'
import type { Plan } from '../../chain/plan/plan.ts'
import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { fundsTooLow } from '../../chain/transactions/transaction-errors.ts'
import { removeUnfinished } from '../../primitives/atomic-file.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { Campaign, ContractTarget } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import {
  assertSameCampaign,
  DEPLOYMENT,
  type DistributorDeployment,
} from '../distributor/deployment.ts'
import {
  type DistributorState,
  type DistributorTerms,
  fundedBaseUnits,
  readDistributor,
} from '../distributor/distributor.ts'
import { assertDistributor } from '../distributor/distributor-checks.ts'
import { distributorMismatch, distributorMissing } from '../distributor/distributor-errors.ts'
import { chainTime, type PaymentTools } from '../payment-tools.ts'
import { deadlinePast, otherChain, totalOutOfRange } from './publication-errors.ts'
import { endPublishing } from './record.ts'

const MAX_TOTAL = (1n << 128n) - 1n

/** A publication, or its plan. */
export interface Publication {
  /** Null when nothing was sent, and in mode transfers. */
  readonly distributor: string | null
  /** The one-time account that pays; only in mode transfers. */
  readonly payoutAccount?: string
  readonly root: string
  /** SHA-256 of allocation.csv. */
  readonly allocation: string
  readonly leaves: number
  readonly fundedBaseUnits: bigint
  readonly transactionHashes: readonly string[]
  /** True when an earlier run had published it. */
  readonly alreadyDone: boolean
  /** What would be sent, on a dry run. */
  readonly plan?: Plan
}

/** A campaign paid by the contract. */
export type ContractCampaign = Campaign & { readonly target: ContractTarget }

export function isContractCampaign(campaign: Campaign): campaign is ContractCampaign {
  return campaign.target.mode !== 'transfers'
}

/**
 * The terms of the distributor. The sender is the owner, and the owner receives the remainder,
 * unless the campaign names others.
 */
export function termsOf(
  { target }: ContractCampaign,
  { tree, totalBaseUnits }: Pick<BuiltAllocation, 'tree' | 'totalBaseUnits'>,
  sender: string,
): DistributorTerms {
  if (totalBaseUnits === 0n || totalBaseUnits > MAX_TOTAL) {
    throw totalOutOfRange(totalBaseUnits, MAX_TOTAL)
  }
  const owner = target.owner ?? sender
  return {
    root: tree.root,
    leafCount: tree.leafCount,
    totalBaseUnits,
    asset: target.asset,
    deadlineSeconds: target.claimUntilSeconds,
    remainderTo: target.remainderTo ?? owner,
    owner,
  }
}

/**
 * The publication of an earlier run, read back; undefined if there is none.
 * @throws DEPLOYMENT_FOREIGN, and as `readBack` does
 */
export async function findPublication(
  campaign: ContractCampaign,
  { digest }: Pick<BuiltAllocation, 'digest'>,
  tools: ReadingTools,
): Promise<Publication | undefined> {
  const { deploymentJson: file } = campaignFiles(campaign)
  const earlier = await DEPLOYMENT.find(file)
  if (!earlier) return undefined
  assertSameCampaign(file, earlier, campaign, digest)
  return publicationOf(earlier, await readBack(earlier, tools), true)
}

/**
 * Reads the publication back from the chain, and only then writes its record. The caller holds the
 * campaign's lock.
 */
export async function recordPublication(
  campaign: ContractCampaign,
  deployment: DistributorDeployment,
  tools: ReadingTools,
): Promise<Publication> {
  const { deploymentJson, publishingJson } = campaignFiles(campaign)
  const state = await readBack(deployment, tools)
  await removeUnfinished(deploymentJson)
  await DEPLOYMENT.write(deploymentJson, deployment)
  await endPublishing(publishingJson)
  return publicationOf(deployment, state, false)
}

/**
 * Reads the publication back from the chain and compares all of it.
 * @throws DEPLOYMENT_OTHER_CHAIN, DISTRIBUTOR_VANISHED, DISTRIBUTOR_MISMATCH
 */
export async function readBack(
  deployment: DistributorDeployment,
  { chain }: Pick<ReadingTools, 'chain'>,
): Promise<DistributorState> {
  if (deployment.chainId !== chain.chainId) {
    throw otherChain('distributor', deployment.chainId, chain.chainId)
  }
  const state = await readDistributor(chain, deployment.distributor)
  if (!state) throw distributorMissing(deployment.distributor)
  assertDistributor(deployment.distributor, deployment, state)
  return state
}

/**
 * Checks what the simulation would not show clearly.
 * @throws DEADLINE_PAST, FUNDS_TOO_LOW
 */
export async function assertPublishable(
  terms: DistributorTerms,
  { chain, sender }: PaymentTools,
): Promise<void> {
  const { asset, totalBaseUnits, deadlineSeconds } = terms
  const now = await chainTime({ chain })
  if (deadlineSeconds <= now) throw deadlinePast(deadlineSeconds, now)
  if (asset === 'native') return
  const available = await tokenBalance(chain, asset, sender)
  if (available < totalBaseUnits) throw fundsTooLow(sender, asset, totalBaseUnits, available)
}

/** @throws DISTRIBUTOR_MISMATCH if it does not hold what it owes. */
export function publicationOf(
  {
    distributor,
    root,
    allocation,
    leafCount,
    totalBaseUnits,
    transactionHashes,
  }: DistributorDeployment,
  state: DistributorState,
  alreadyDone: boolean,
): Publication {
  const funded = fundedBaseUnits(state)
  const isOpen = state.timestampSeconds < state.deadlineSeconds
  if (isOpen && funded < totalBaseUnits) {
    const failure = `funding: ${funded} instead of ${totalBaseUnits} base units`
    throw distributorMismatch(distributor, [failure])
  }
  return {
    ...{ distributor, root, allocation, leaves: leafCount, fundedBaseUnits: funded },
    ...{ transactionHashes, alreadyDone },
  }
}

export function plannedPublication(
  { root, leafCount, totalBaseUnits }: DistributorTerms,
  allocation: string,
): Publication {
  return {
    distributor: null,
    ...{ root, allocation, leaves: leafCount, fundedBaseUnits: totalBaseUnits },
    ...{ transactionHashes: [], alreadyDone: false },
  }
}
