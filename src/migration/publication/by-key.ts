import { formatInstant } from '../../primitives/instant.ts'
// Publishes a campaign whose leaves the distributor contract pays, with a key: deploys it, funds it
// exactly, reads everything back, and only then writes `deployment.json`.

import { maxFeeOf, type Plan } from '../../chain/plan/plan.ts'
import type { Outcome } from '../../chain/transactions/transactions.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import { amountText, countText } from '../amount-text.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { DistributorTerms } from '../distributor/distributor.ts'
import { distributorCodeHash } from '../distributor/distributor-code.ts'
import { type PaymentTools, sendAgreed } from '../payment-tools.ts'
import { assertOnlyPublication, publicationPlan } from './by-plan.ts'
import { deploymentIntent, findTransaction, fundingIntents, planPublication } from './intents.ts'
import { beginPublishing } from './record.ts'
import {
  assertPublishable,
  type ContractCampaign,
  findPublication,
  type Publication,
  plannedPublication,
  recordPublication,
  termsOf,
} from './terms.ts'

export async function publishDistributor(
  campaign: ContractCampaign,
  built: BuiltAllocation,
  tools: PaymentTools,
  { dryRun, withPlan }: { dryRun?: boolean | undefined; withPlan?: boolean | undefined },
): Promise<Publication> {
  const { publishingJson } = campaignFiles(campaign)
  const earlier = await findPublication(campaign, built, tools)
  if (earlier) return earlier
  const terms = termsOf(campaign, built, tools.sender)
  const intent = deploymentIntent(campaign, terms)
  const begun = await findTransaction(intent, tools)
  if (!begun) await assertPublishable(terms, tools)
  const plan = () => planPublication(intent, terms, begun, tools)
  const allocation = built.digest
  if (dryRun) {
    const made = await plan()
    if (withPlan && !begun) {
      await assertOnlyPublication(publishingJson, terms, tools, made.transactions[0]?.nonce)
      await beginPublishing(publishingJson, { allocation, plan: publicationPlan(terms, made) })
    }
    return { ...plannedPublication(terms, allocation), plan: made }
  }
  const otherPlan = begun ? undefined : await assertOnlyPublication(publishingJson, terms, tools)
  // What an earlier run has signed was agreed to then, and its money may be spent by now.
  if (!begun) await agree(campaign, terms, await plan(), tools)

  const { digest } = campaign
  await beginPublishing(publishingJson, { allocation, campaign: digest, plan: otherPlan })
  const deployed = await sendAgreed(tools.transactions, intent)
  const distributor = deployed.contractAddress as string
  const funded = await fund(distributor, terms, tools)
  const deployment = {
    ...terms,
    campaign: campaign.digest,
    allocation,
    chainId: tools.chain.chainId,
    distributor,
    codeHash: distributorCodeHash(terms),
    blockNumber: deployed.blockNumber,
    transactionHashes: [deployed, ...funded].map(({ hash }) => hash),
  }
  return recordPublication(campaign, deployment, tools)
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
      ['to', countText(terms.leafCount, 'account', 'accounts')],
      ['until', formatInstant(terms.deadlineSeconds)],
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
