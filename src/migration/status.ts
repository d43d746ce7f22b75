import { existsSync } from 'node:fs'
import type { Chain } from '../chain/chain.ts'
import type { Campaign } from './campaign/campaign.ts'
import { campaignFiles } from './campaign/campaign-files.ts'
import { DEPLOYMENT, type DistributorDeployment } from './distributor/deployment.ts'
import { readPaidLeaves } from './distributor/distributor.ts'
import { readPayoutAccount } from './payout-book/payout-account.ts'
import type { PayoutBookHeader } from './payout-book/payout-book.ts'
import { findPayoutBook } from './payout-book/payout-book-file.ts'
import { assertBook, costFrom } from './payout-book/publish-payout-book.ts'
import { otherChain } from './publication/publication-errors.ts'
import { readBack } from './publication/terms.ts'
import { readSnapshot } from './snapshot/snapshot-files.ts'
import { type CampaignStatus, type ChainFacts, statusOf } from './status-rules.ts'
import { readAllocationFile } from './tree/allocation-file.ts'
import { TREE, type TreeFile } from './tree/tree-file.ts'

/**
 * The status of a campaign, from its files and, once it is published, from the chain. Needs no key,
 * and no chain before publication.
 */
export async function readStatus(
  campaign: Campaign,
  connect: () => Promise<Chain>,
): Promise<CampaignStatus> {
  const files = campaignFiles(campaign)
  const snapshot = await readSnapshot(files)
  const tree = await findTree(files.treeJson)
  const deployment = await DEPLOYMENT.find(files.deploymentJson)
  const book = await findPayoutBook(files.payoutBook)
  const { mode } = campaign.target
  const published = mode === 'transfers' ? book : deployment
  const isOurs = published?.campaign === campaign.digest
  const chain = published && isOurs ? await chainFacts(campaign, published, connect) : null
  return statusOf({
    mode,
    snapshotDigest: snapshot?.digest ?? null,
    tree: tree ?? null,
    published: published ? { allocation: published.allocation, isOurs } : null,
    chain,
  })
}

function findTree(file: string): Promise<TreeFile> | undefined {
  return existsSync(file) ? TREE.read(file) : undefined
}

async function chainFacts(
  campaign: Campaign,
  published: DistributorDeployment | PayoutBookHeader,
  connect: () => Promise<Chain>,
): Promise<ChainFacts> {
  const chain = await connect()
  if (published.chainId !== chain.chainId) {
    throw otherChain('campaign', published.chainId, chain.chainId)
  }
  return 'distributor' in published
    ? distributorFacts(published, chain)
    : bookFacts(campaign, published, chain)
}

async function distributorFacts(
  deployment: DistributorDeployment,
  chain: Chain,
): Promise<ChainFacts> {
  const { distributor } = deployment
  const state = await readBack(deployment, { chain })
  const { balanceBaseUnits, paidBaseUnits, totalBaseUnits, leafCount } = state
  const leaves = await readPaidLeaves(chain, distributor, state)
  const isOver = state.timestampSeconds >= state.deadlineSeconds
  return {
    address: distributor,
    paid: leaves.countIn({ firstIndex: 0, count: leafCount }),
    paidBaseUnits,
    balanceBaseUnits,
    isFunded: isOver || balanceBaseUnits + paidBaseUnits >= totalBaseUnits,
    isPaused: state.isPaused,
    isOver,
    deadlineSeconds: state.deadlineSeconds,
  }
}

/** From the nonce alone: only the audit checks whether each transfer succeeded. */
async function bookFacts(
  campaign: Campaign,
  header: PayoutBookHeader,
  chain: Chain,
): Promise<ChainFacts> {
  const { account, firstNonce, transfers } = header
  const { allocationCsv, payoutBook } = campaignFiles(campaign)
  const file = await readAllocationFile(allocationCsv)
  assertBook(payoutBook, header, campaign, file, chain.chainId)
  const { allocations } = file
  const { nonce, balanceWei } = await readPayoutAccount(chain, account)
  const paid = Math.max(0, Math.min(nonce - firstNonce, transfers))
  let paidBaseUnits = 0n
  for (let index = 0; index < paid; index++) paidBaseUnits += allocations.amountBaseUnits(index)
  return {
    address: account,
    paid,
    paidBaseUnits,
    balanceBaseUnits: balanceWei,
    isFunded: paid === transfers || balanceWei >= costFrom(header, allocations, paid),
    isPaused: false,
    isOver: false,
    deadlineSeconds: null,
  }
}
