// Publishes a campaign whose leaves the distributor contract pays: deploys it, funds it exactly,
// reads everything back, and only then writes `deployment.json`.

import { maxFeeOf, type Plan } from '../../chain/plan/plan.ts'
import type { Outcome } from '../../chain/transactions/transactions.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import { amountText } from '../amount-text.ts'
import type { BuiltAllocation } from '../build/built-allocation.ts'
import type { Campaign, ContractTarget } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import {
  deadlinePast,
  distributorMismatch,
  distributorVanished,
  fundsTooLow,
  otherChain,
  totalOutOfRange,
} from '../payment-errors.ts'
import { chainTime, type PaymentTools, type ReadingTools, sendAgreed } from '../payment-tools.ts'
import {
  assertSameCampaign,
  type Deployment,
  findDeployment,
  writeDeployment,
} from './deployment.ts'
import {
  type DistributorState,
  type DistributorTerms,
  readDistributor,
  tokenBalance,
} from './distributor.ts'
import { assertDistributor } from './distributor-checks.ts'
import { distributorCodeHash } from './distributor-code.ts'
import {
  deploymentIntent,
  findTransaction,
  fundingIntents,
  planPublication,
} from './publication-intents.ts'
import { assertOnlyPublication, publicationPlan } from './publication-plan.ts'
import { beginPublishing, endPublishing } from './publishing-file.ts'

const MOST_TOTAL = (1n << 128n) - 1n

/** What is published, or, when nothing was sent, would be. */
export interface Publication {
  /** Null when nothing was sent, and in mode transfers. */
  readonly distributor: string | null
  /** The one-time account that pays; only in mode transfers. */
  readonly payoutAccount?: string
  readonly root: string
  readonly leaves: number
  readonly fundedBaseUnits: bigint
  readonly transactionHashes: readonly string[]
  /** True when an earlier run had published it. */
  readonly alreadyDone: boolean
  /** What would be sent, when nothing was. */
  readonly plan?: Plan
}

/** A campaign paid by the contract. */
export type ContractCampaign = Campaign & { readonly target: ContractTarget }

export function isContractCampaign(campaign: Campaign): campaign is ContractCampaign {
  return campaign.target.mode !== 'transfers'
}

export async function publishDistributor(
  campaign: ContractCampaign,
  built: BuiltAllocation,
  tools: PaymentTools,
  { dryRun, withPlan }: { dryRun?: boolean | undefined; withPlan?: boolean | undefined },
): Promise<Publication> {
  const { deploymentJson: file, publishingJson } = campaignFiles(campaign)
  const earlier = await findDeployment(file)
  if (earlier) {
    assertSameCampaign(file, earlier, campaign, built.digest)
    return publication(earlier, await readBack(earlier, tools), true)
  }
  const terms = termsOf(campaign, built, tools.sender)
  const intent = deploymentIntent(campaign, terms)
  const begun = await findTransaction(intent, tools)
  if (!begun) await assertPublishable(terms, tools)
  const plan = () => planPublication(intent, terms, begun, tools)
  const allocation = built.digest
  if (dryRun) {
    const made = await plan()
    if (withPlan && !begun) {
      await assertOnlyPublication(publishingJson, tools, made.transactions[0]?.nonce)
      await beginPublishing(publishingJson, { allocation, plan: publicationPlan(terms, made) })
    }
    return { ...planned(terms), plan: made }
  }
  const otherPlan = begun ? undefined : await assertOnlyPublication(publishingJson, tools)
  // What an earlier run has signed was agreed to then, and its money may be spent by now.
  if (!begun) await agree(campaign, terms, await plan(), tools)

  await beginPublishing(publishingJson, { allocation, plan: otherPlan })
  const deployed = await sendAgreed(tools.transactions, intent)
  const distributor = deployed.contractAddress as string
  const funded = await fund(distributor, terms, tools)
  const deployment: Deployment = {
    ...terms,
    campaign: campaign.digest,
    allocation,
    chainId: tools.chain.chainId,
    distributor,
    codeHash: distributorCodeHash(terms),
    blockNumber: deployed.blockNumber,
    transactionHashes: [deployed, ...funded].map(({ hash }) => hash),
  }
  const state = await readBack(deployment, tools)
  await writeDeployment(file, deployment)
  await endPublishing(publishingJson)
  return publication(deployment, state, false)
}

/**
 * What the distributor is made with. The owner is the sender, and the remainder the owner's, unless
 * the campaign names others.
 */
export function termsOf(
  { target }: ContractCampaign,
  { tree, totalBaseUnits }: Pick<BuiltAllocation, 'tree' | 'totalBaseUnits'>,
  sender: string,
): DistributorTerms {
  if (totalBaseUnits === 0n || totalBaseUnits > MOST_TOTAL) {
    throw totalOutOfRange(totalBaseUnits, MOST_TOTAL)
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
 * Reads what is published back from the chain and compares all of it.
 * @throws DEPLOYMENT_OTHER_CHAIN, DISTRIBUTOR_VANISHED, DISTRIBUTOR_MISMATCH
 */
export async function readBack(
  deployment: Deployment,
  { chain }: Pick<ReadingTools, 'chain'>,
): Promise<DistributorState> {
  if (deployment.chainId !== chain.chainId) {
    throw otherChain('distributor', deployment.chainId, chain.chainId)
  }
  const state = await readDistributor(chain, deployment.distributor)
  if (!state) throw distributorVanished(deployment.distributor)
  assertDistributor(deployment.distributor, deployment, state)
  return state
}

/**
 * What the simulation would not show, or not in plain words.
 * @throws DEADLINE_PAST, FUNDS_TOO_LOW
 */
async function assertPublishable(
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

async function agree(
  campaign: ContractCampaign,
  terms: DistributorTerms,
  plan: Plan,
  { chain: { network }, prompts, story, unit }: PaymentTools,
): Promise<void> {
  const feeWei = plan.transactions.reduce((sum, transaction) => sum + maxFeeOf(transaction), 0n)
  story.note(
    textFacts([
      ['publish', `campaign ${campaign.name} on ${network.name} (chain id ${network.chainId})`],
      ['from', plan.from],
      ['pays', amountText(terms.totalBaseUnits, unit)],
      ['to', `${terms.leafCount} accounts`],
      ['until', new Date(terms.deadlineSeconds * 1000).toISOString()],
      ['the rest to', terms.remainderTo],
      ['owner', terms.owner],
      ['fee at most', formatAmount(feeWei, 18, network.symbol)],
    ]),
  )
  await prompts.confirm('Publish and fund it?')
}

async function fund(
  distributor: string,
  terms: DistributorTerms,
  { transactions, sender }: PaymentTools,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const intent of fundingIntents(distributor, terms, sender)) {
    outcomes.push(await sendAgreed(transactions, intent))
  }
  return outcomes
}

/** @throws DISTRIBUTOR_MISMATCH if it does not hold what it owes. */
function publication(
  { distributor, root, leafCount, totalBaseUnits, transactionHashes }: Deployment,
  { balanceBaseUnits, paidBaseUnits, timestampSeconds, deadlineSeconds }: DistributorState,
  alreadyDone: boolean,
): Publication {
  const fundedBaseUnits = balanceBaseUnits + paidBaseUnits
  const isOpen = timestampSeconds < deadlineSeconds
  if (isOpen && fundedBaseUnits < totalBaseUnits) {
    const failure = `funding: ${fundedBaseUnits} instead of ${totalBaseUnits} base units`
    throw distributorMismatch(distributor, [failure])
  }
  const leaves = leafCount
  return { distributor, root, leaves, fundedBaseUnits, transactionHashes, alreadyDone }
}

function planned({ root, leafCount, totalBaseUnits }: DistributorTerms): Publication {
  return {
    distributor: null,
    root,
    leaves: leafCount,
    fundedBaseUnits: totalBaseUnits,
    transactionHashes: [],
    alreadyDone: false,
  }
}
