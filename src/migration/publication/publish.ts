import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import { readCheckedTree } from '../allocation/checked-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { assertSameCampaign, DEPLOYMENT } from '../distributor/deployment.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { findPayoutBook } from '../payout-book/payout-book-file.ts'
import { type BookOptions, publishPayoutBook } from '../payout-book/publish-payout-book.ts'
import type { TreeFile } from '../tree/tree-file.ts'
import { publishDistributor } from './by-key.ts'
import { proposeDistributor } from './by-multisig.ts'
import { assertNoneElse } from './by-plan.ts'
import { boundForOtherChain } from './publication-errors.ts'
import { isContractCampaign, type Publication } from './terms.ts'

/**
 * Publishes the build and funds it exactly: a distributor, or in mode transfers the account of a
 * signed payout book. The caller holds the lock of the campaign.
 * @throws TREE_MISSING, TREE_MISMATCH, DEPLOYMENT_FOREIGN, DEADLINE_PAST, FUNDS_TOO_LOW,
 * INSUFFICIENT_FUNDS and their kin before anything is sent; DISTRIBUTOR_MISMATCH if the chain shows
 * something else than was sent.
 */
export async function publish(
  campaign: Campaign,
  tools: PaymentTools,
  options: BookOptions,
): Promise<Publication> {
  const built = await readBuilt(campaign, tools)
  return isContractCampaign(campaign)
    ? publishDistributor(campaign, built, tools, options)
    : publishPayoutBook(campaign, built, tools, options)
}

/**
 * What the sender, a multisig, is to do so that the campaign is published: the `plan` of what is
 * returned, and none once it is done. Whoever calls holds the campaign's lock.
 * @throws as `publish` does; PAYOUT_BOOK_UNSIGNED, since a multisig signs no payout book; and as
 *   `proposeDistributor` does.
 */
export async function planForMultisig(
  campaign: Campaign,
  tools: PaymentTools,
  { payoutSigner }: Pick<BookOptions, 'payoutSigner'>,
): Promise<Publication> {
  const built = await readBuilt(campaign, tools)
  return isContractCampaign(campaign)
    ? proposeDistributor(campaign, built, tools)
    : publishPayoutBook(campaign, built, tools, { dryRun: true, withPlan: true, payoutSigner })
}

async function readBuilt(campaign: Campaign, tools: PaymentTools): Promise<BuiltAllocation> {
  const built = await readCheckedTree(campaign)
  assertBoundFor(built.described, tools)
  await assertNoOtherMode(campaign, built, tools)
  return built
}

/**
 * A campaign is published in one mode: what was published in the other pays the same holders.
 * @throws DEPLOYMENT_FOREIGN; PUBLICATION_PROPOSED, PUBLICATION_PLANNED, PUBLICATION_BEGUN
 */
async function assertNoOtherMode(
  campaign: Campaign,
  { digest }: BuiltAllocation,
  tools: PaymentTools,
): Promise<void> {
  const { deploymentJson, payoutBook, publishingJson } = campaignFiles(campaign)
  if (isContractCampaign(campaign)) {
    const book = await findPayoutBook(payoutBook)
    if (book) assertSameCampaign(payoutBook, book, campaign, digest)
    return
  }
  const deployment = await DEPLOYMENT.find(deploymentJson)
  if (deployment) assertSameCampaign(deploymentJson, deployment, campaign, digest)
  await assertNoneElse(publishingJson, null, tools)
}

/**
 * A holder's signature is for one chain. Whoever rehearses on a devnet pays nobody.
 * @throws BOUND_FOR_OTHER_CHAIN
 */
function assertBoundFor({ bound }: TreeFile, { chain }: PaymentTools): void {
  const chainId = bound?.chainId ?? null
  if (chainId === null || BigInt(chainId) === chain.chainId || chain.network.devnet) return
  throw boundForOtherChain(chainId, chain.chainId)
}
