// Pays leaves by push: one transaction per subtree, many in flight. The contract pays no leaf
// twice, even if transactions are repeated, concurrent or reordered.

import type { Agreement } from '../../chain/transactions/tools.ts'
import { fundsTooLow } from '../../chain/transactions/transaction-errors.ts'
import type { Outcome } from '../../chain/transactions/transactions.ts'
import { checksumAddress } from '../../primitives/address.ts'
import { amountText, countText } from '../../primitives/amount-text.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { DistributeOptions, Distribution } from '../distribution.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { readBack } from '../publication/terms.ts'
import { assertSameCampaign, DEPLOYMENT, type DistributorDeployment } from './deployment.ts'
import { type DistributionPlan, type PlanOptions, planDistribution } from './distribute-plan.ts'
import { type DistributorState, readPaidLeaves } from './distributor.ts'
import { distributorPaused, paymentsOver } from './distributor-errors.ts'
import { payoutsOf } from './distributor-events.ts'
import type { PaidLeaves } from './paid-leaves.ts'
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
  // A plan is carried out later, and once.
  const gas = options.withPlan ? 'worst case' : 'estimated'
  const planAgain = (wanted: PlanOptions) => planOpen(campaign, deployment, built, tools, wanted)
  const { paid, plan } = await planAgain({ gas, maxBatches: options.maxBatches })
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
  const { failed, ...sent } = await sendBatches(plan, planAgain, tools, options)
  const unpaid = [...plan.failedBefore, ...failed].filter((index) => !paid.isPaid(index))
  const reasons = await explainFailures(
    tools.chain,
    deployment,
    built.allocations,
    unpaid.sort((a, b) => a - b),
  )
  return { ...before, ...sent, failed: reasons, isPlanned: false }
}

/**
 * What is due by the current state of the chain.
 * @throws PAYMENTS_OVER, DISTRIBUTOR_PAUSED, FUNDS_TOO_LOW
 */
async function planOpen(
  campaign: Campaign,
  deployment: DistributorDeployment,
  built: BuiltAllocation,
  tools: PaymentTools,
  wanted: PlanOptions,
): Promise<{ paid: PaidLeaves; plan: DistributionPlan }> {
  for (let reading = 1; ; reading++) {
    const state = await readBack(deployment, tools)
    const paid = await readPaidLeaves(tools.chain, deployment.distributor, state)
    const plan = await planDistribution(campaign, deployment, built, paid, tools, wanted)
    // All is asked of one block, but a node that is just taking in another operator's payments has
    // been seen to answer with the balance of the next one.
    const isCovered = plan.due.baseUnits <= state.balanceBaseUnits
    if (!isCovered && reading < MAX_READINGS) continue
    if (plan.intents.length > 0) assertOpen(deployment, state, plan.due.baseUnits)
    return { paid, plan }
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

/** What the batches of a run came to, as it grows. */
class Sent {
  readonly failed: number[] = []
  readonly hashes = new Map<string, string>()
  paid = 0
  paidBaseUnits = 0n
  gasUsed = 0n

  add({ idempotencyKey, hash, logs, gasUsed }: Outcome): void {
    const payouts = payoutsOf(logs)
    this.failed.push(...payouts.failed)
    this.paid += payouts.paid
    this.paidBaseUnits += payouts.paidBaseUnits
    this.gasUsed += gasUsed
    this.hashes.set(idempotencyKey, hash)
  }
}

/** Sends with the gas that was estimated and, where that was too little, what is left with the most. */
async function sendBatches(
  plan: DistributionPlan,
  planAgain: (wanted: PlanOptions) => Promise<{ plan: DistributionPlan }>,
  tools: PaymentTools,
  options: DistributeOptions,
) {
  const sent = new Sent()
  const plans = [plan]
  try {
    await sendPlan(plan, sent, plan, tools, options)
  } catch (error) {
    if (!isOfGas(error)) throw error
    tools.story.note('A batch took more gas than estimated. The rest gets as much as it can take.')
    const { plan: rest } = await planAgain({
      gas: 'worst case',
      maxBatches: options.maxBatches && options.maxBatches - sent.hashes.size,
    })
    plans.push(rest)
    await sendPlan(rest, sent, plan, tools, options)
  }
  const order = plans.flatMap(({ intents }) => intents.map(({ idempotencyKey }) => idempotencyKey))
  const { hashes, ...figures } = sent
  const transactionHashes = [...new Set(order)].flatMap((key) => hashes.get(key) ?? [])
  return { ...figures, batches: transactionHashes.length, transactionHashes }
}

async function sendPlan(
  plan: DistributionPlan,
  sent: Sent,
  whole: DistributionPlan,
  { transactions }: PaymentTools,
  { inFlight = plan.inFlight, onProgress }: DistributeOptions,
): Promise<void> {
  for await (const outcome of transactions.sendMany(plan.intents, { inFlight })) {
    sent.add(outcome)
    const batches = `${sent.hashes.size} of ${whole.intents.length} batches`
    onProgress?.(`${sent.paid} of ${whole.due.leaves} accounts, ${batches}`)
  }
}

/** Did a batch revert for want of gas, or for no reason that the contract gives? */
function isOfGas(error: unknown): boolean {
  if (!(error instanceof CapstanError) || error.code !== 'TX_REVERTED') return false
  const { errorName } = error.details
  return errorName === null || errorName === 'MigrationGasTooLow'
}
