// Publishes a campaign whose leaves the distributor contract pays, with a key: deploys it, funds it
// exactly, reads everything back, and only then writes `deployment.json`.

import { maxFeeOf, type Plan } from '../../chain/plan/plan.ts'
import { sendInOrder } from '../../chain/transactions/send-once.ts'
import type { Agreement } from '../../chain/transactions/tools.ts'
import type { Outcome } from '../../chain/transactions/transactions.ts'
import { formatAmount } from '../../primitives/amount.ts'
import { amountText, countText } from '../../primitives/amount-text.ts'
import { formatInstant } from '../../primitives/instant.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { DistributorTerms } from '../distributor/distributor.ts'
import { distributorCodeHash } from '../distributor/distributor-code.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { assertOnlyPublication, publicationPlan } from './by-plan.ts'
import { deploymentIntent, findJournalRow, fundingIntents, planPublication } from './intents.ts'
import { PUBLISHING } from './record.ts'
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
  const begun = await findJournalRow(intent, tools)
  if (!begun) await assertPublishable(terms, tools)
  const plan = () => planPublication(intent, terms, begun, tools)
  const allocation = built.digest
  if (dryRun) {
    const made = await plan()
    if (withPlan && !begun) {
      await assertOnlyPublication(publishingJson, terms, tools, made.transactions[0]?.nonce)
      await PUBLISHING.write(publishingJson, { allocation, plan: publicationPlan(terms, made) })
    }
    return { ...plannedPublication(terms, allocation), plan: made }
  }
  const otherPlan = begun ? undefined : await assertOnlyPublication(publishingJson, terms, tools)
  // An earlier run asked before it signed, and its money may be spent by now.
  if (!begun) await tools.agree(agreement(campaign, terms, await plan(), tools))

  const { digest } = campaign
  await PUBLISHING.write(publishingJson, { allocation, campaign: digest, plan: otherPlan })
  const [deployed] = (await sendInOrder(tools.transactions, [intent])) as [Outcome]
  const distributor = deployed.contractAddress as string
  const funding = fundingIntents(distributor, terms, tools.sender)
  const funded = await sendInOrder(tools.transactions, funding)
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

function agreement(
  campaign: ContractCampaign,
  terms: DistributorTerms,
  plan: Plan,
  { chain: { network }, unit }: PaymentTools,
): Agreement {
  const feeWei = plan.transactions.reduce((sum, transaction) => sum + maxFeeOf(transaction), 0n)
  return {
    facts: [
      ['publish', `campaign ${campaign.name} on ${network.name} (chain id ${network.chainId})`],
      ['from', plan.from],
      ['pays', amountText(terms.totalBaseUnits, unit)],
      ['to', countText(terms.leafCount, 'account', 'accounts')],
      ['until', formatInstant(terms.deadlineSeconds)],
      ['the rest to', terms.remainderTo],
      ['owner', terms.owner],
      ['fee at most', formatAmount(feeWei, 18, network.symbol)],
    ],
    question: 'Publish and fund it?',
  }
}
