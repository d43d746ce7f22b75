// Pays leaves by push: one transaction per subtree, many in flight. The contract pays no leaf
// twice, even if transactions are repeated, concurrent or reordered.

import type { Agreement } from '../../chain/transactions/tools.ts'
import { fundsTooLow } from '../../chain/transactions/transaction-errors.ts'
import { checksumAddress } from '../../primitives/address.ts'
import { amountText, countText } from '../../primitives/amount-text.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { DistributeOptions, Distribution } from '../distribution.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { readBack } from '../publication/terms.ts'
import { assertSameCampaign, DEPLOYMENT, type DistributorDeployment } from './deployment.ts'
import { type DistributionPlan, planDistribution } from './distribute-plan.ts'
import { type DistributorState, readPaidLeaves } from './distributor.ts'
import { distributorPaused, paymentsOver } from './distributor-errors.ts'
import { payoutsOf } from './distributor-events.ts'
import { explainFailures } from './payout-failures.ts'

/** How often the chain is read before a distributor counts as short of funds. */
const MAX_READINGS = 3

export async function distributeBatches(
  campaign: Campaign,
  built: BuiltAllocation,
  tools: PaymentTools,
  options: DistributeOptions,
): Promise<Distribution> {
  const file = campaignFiles(campaign).deploymentJson
  const deployment = await DEPLOYMENT.read(file)
  assertSameCampaign(file, deployment, campaign, built.digest)
  const { state, paid, plan } = await planByChain(campaign, deployment, built, tools, options)
  if (plan.intents.length > 0) assertOpen(deployment, state, plan.due.baseUnits)
  const before = {
    alreadyPaid: paid.countIn({ firstIndex: 0, count: built.allocations.length }),
    claimOnly: plan.claimOnly.map((index) => leafAt(built, index)),
    totalBaseUnits: built.totalBaseUnits,
  }
  if (options.dryRun) {
    const sends = options.withPlan
      ? { plan: await tools.transactions.plan(plan.intents, 'pipelined') }
      : {}
    return { ...before, ...planned(plan), ...sends }
  }

  if (plan.intents.length > 0) await tools.agree(agreement(campaign, plan, tools))
  const { failed, ...sent } = await sendBatches(plan, tools, options)
  const unpaid = [...plan.failedBefore, ...failed].filter((index) => !paid.isPaid(index))
  const reasons = await explainFailures(
    tools.chain,
    deployment,
    built.allocations,
    unpaid.sort((a, b) => a - b),
  )
  return { ...before, ...sent, failed: reasons, isPlanned: false }
}

/** What is due by the current state of the chain. */
async function planByChain(
  campaign: Campaign,
  deployment: DistributorDeployment,
  built: BuiltAllocation,
  tools: PaymentTools,
  { maxBatches }: DistributeOptions,
) {
  for (let reading = 1; ; reading++) {
    const state = await readBack(deployment, tools)
    const paid = await readPaidLeaves(tools.chain, deployment.distributor, state)
    const plan = await planDistribution(campaign, deployment, built, paid, tools, maxBatches)
    // All is asked of one block, but a node that is just taking in another operator's payments has
    // been seen to answer with the balance of the next one.
    const isCovered = plan.due.baseUnits <= state.balanceBaseUnits
    if (isCovered || reading === MAX_READINGS) return { state, paid, plan }
  }
}

function leafAt({ allocations }: BuiltAllocation, index: number) {
  return { index, account: checksumAddress(allocations.account(index)) }
}

function planned({ intents, due }: DistributionPlan) {
  return {
    paid: due.leaves,
    failed: [],
    batches: intents.length,
    transactionHashes: [],
    paidBaseUnits: due.baseUnits,
    gasUsed: 0n,
    isPlanned: true,
  }
}

/** @throws PAYMENTS_OVER, DISTRIBUTOR_PAUSED, FUNDS_TOO_LOW */
function assertOpen(
  { distributor, asset }: DistributorDeployment,
  { timestampSeconds, deadlineSeconds, isPaused, owner, balanceBaseUnits }: DistributorState,
  dueBaseUnits: bigint,
): void {
  if (isPaused) throw distributorPaused(distributor, owner)
  if (timestampSeconds >= deadlineSeconds) throw paymentsOver(deadlineSeconds, timestampSeconds)
  if (balanceBaseUnits < dueBaseUnits) {
    throw fundsTooLow(distributor, asset, dueBaseUnits, balanceBaseUnits)
  }
}

function agreement(
  { name }: Campaign,
  { due, intents }: DistributionPlan,
  { chain: { network }, sender, unit }: PaymentTools,
): Agreement {
  return {
    facts: [
      ['distribute', `campaign ${name} on ${network.name} (chain id ${network.chainId})`],
      ['pays', amountText(due.baseUnits, unit)],
      ['to', countText(due.leaves, 'account', 'accounts')],
      ['in', `${countText(intents.length, 'transaction', 'transactions')} from ${sender}`],
    ],
    question: 'Distribute it?',
  }
}

async function sendBatches(
  { intents, due, ...plan }: DistributionPlan,
  { transactions }: PaymentTools,
  { inFlight = plan.inFlight, onProgress }: DistributeOptions,
) {
  const hashes = new Map<string, string>()
  const failed: number[] = []
  let [paid, paidBaseUnits, gasUsed] = [0, 0n, 0n]
  for await (const outcome of transactions.sendMany(intents, { inFlight })) {
    const payouts = payoutsOf(outcome.logs)
    failed.push(...payouts.failed)
    paid += payouts.paid
    paidBaseUnits += payouts.paidBaseUnits
    gasUsed += outcome.gasUsed
    hashes.set(outcome.idempotencyKey, outcome.hash)
    onProgress?.(`${paid} of ${due.leaves} accounts, ${hashes.size} of ${intents.length} batches`)
  }
  return {
    ...{ paid, paidBaseUnits, gasUsed, failed },
    batches: intents.length,
    transactionHashes: intents.map(({ idempotencyKey }) => hashes.get(idempotencyKey) as string),
  }
}
