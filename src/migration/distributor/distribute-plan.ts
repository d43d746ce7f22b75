import { newestBlock } from '../../chain/rpc/blocks.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { PaymentTools } from '../payment-tools.ts'
import type { Subtree } from '../tree/merkle-nodes.ts'
import { batchesInBlock, batchGas, fittingBatchSize, planBatches } from './batches.ts'
import type { DistributorDeployment } from './deployment.ts'
import { DISTRIBUTOR_ABI, encodeDistribute } from './distributor.ts'
import { payoutsOf } from './distributor-events.ts'
import type { PaidLeaves } from './paid-leaves.ts'

/** Journal keys looked up in one statement. */
const KEYS_A_LOOK = 500
const MAX_IN_FLIGHT = 64
/** On top of an estimate: the tree fixes what is paid, so only recipients can make it dearer. */
const GAS_MARGIN_PERCENT = 5n

/**
 * How much gas a batch gets.
 * - `estimated`: little more than it takes now. Recipients that take more later make it revert, which
 *   pays and fails nobody.
 * - `worst case`: enough whatever they do; of a token, whose cost is its own, a generous estimate.
 */
export type BatchGas = 'estimated' | 'worst case'

/** What a push has to do, from the payments on the chain and the journal. */
export interface DistributionPlan {
  readonly intents: readonly Intent[]
  /** As many at once as the chain can take until the first of them is confirmed. */
  readonly inFlight: number
  readonly due: Due
  /** Leaves that batches of earlier runs could not pay. */
  readonly failedBefore: readonly number[]
  /** Unpaid leaves above 96 bits. */
  readonly claimOnly: readonly number[]
}

export interface PlanOptions {
  readonly gas: BatchGas
  readonly maxBatches: number | undefined
}

export interface Due {
  readonly leaves: number
  readonly baseUnits: bigint
}

interface Batch {
  readonly subtree: Subtree
  readonly intent: Intent
}

export async function planDistribution(
  campaign: Campaign,
  deployment: DistributorDeployment,
  built: BuiltAllocation,
  paid: PaidLeaves,
  tools: PaymentTools,
  { gas, maxBatches }: PlanOptions,
): Promise<DistributionPlan> {
  const { size, inFlight } = await paceFor(campaign, tools)
  const { batches, claimOnly } = planBatches(built.allocations, paid, size)
  const all = batches.map((subtree) => batchOf(campaign, deployment, built, subtree, gas))
  const { fresh, failedBefore } = await withoutSettled(all, tools)
  const now = fresh.slice(0, maxBatches)
  const intents = now.map(({ intent }) => intent)
  return { intents, inFlight, due: dueIn(built, paid, now), failedBefore, claimOnly }
}

async function paceFor(
  { target }: Campaign,
  { chain, story, policy }: PaymentTools,
): Promise<{ size: number; inFlight: number }> {
  const { gasLimit: blockGasLimit } = await chain.rpc.ask(newestBlock)
  const size = fittingBatchSize(target.asset, target.batchSize, blockGasLimit)
  if (size < target.batchSize) {
    story.note(`Batches of ${size}, because ${target.batchSize} could exceed the gas of a block.`)
  }
  const inBlock = batchesInBlock(target.asset, size, blockGasLimit)
  const blocks = Math.max(1, policy.confirmations ?? chain.network.confirmations)
  return { size, inFlight: Math.min(inBlock * blocks, MAX_IN_FLIGHT) }
}

function batchOf(
  campaign: Campaign,
  { distributor, asset }: DistributorDeployment,
  { allocations, tree }: BuiltAllocation,
  subtree: Subtree,
  gas: BatchGas,
): Batch {
  const { node, firstIndex, count } = subtree
  const intent: Intent = {
    description: `pay ${count} accounts of campaign ${campaign.name} from index ${firstIndex}`,
    idempotencyKey: `migrate distribute ${distributor} ${firstIndex} ${count}`,
    to: distributor,
    data: encodeDistribute(subtree, allocations, tree.nodeProof(node)),
    valueWei: 0n,
    abi: DISTRIBUTOR_ABI,
    ...(gas === 'estimated' && { gasMarginPercent: GAS_MARGIN_PERCENT }),
    ...(gas === 'worst case' && asset === 'native' && { gasLimit: batchGas(asset, count) }),
  }
  return { subtree, intent }
}

/**
 * Leaves out the batches that are final in the journal: what they did not pay, they cannot pay. An
 * operator without that journal tries them again, which pays recipients that accept by now.
 */
async function withoutSettled(
  batches: readonly Batch[],
  { chain, journal }: PaymentTools,
): Promise<{ fresh: readonly Batch[]; failedBefore: readonly number[] }> {
  const settled = new Set<string>()
  const failedBefore: number[] = []
  for (let at = 0; at < batches.length; at += KEYS_A_LOOK) {
    const keys = batches.slice(at, at + KEYS_A_LOOK).map(({ intent }) => intent.idempotencyKey)
    for (const row of (await journal.rowsByKey(Number(chain.chainId), keys)).values()) {
      if (row.state !== 'final') continue
      settled.add(row.idempotencyKey)
      failedBefore.push(...payoutsOf(row.logs).failed)
    }
  }
  const fresh = batches.filter(({ intent }) => !settled.has(intent.idempotencyKey))
  return { fresh, failedBefore }
}

function dueIn({ allocations }: BuiltAllocation, paid: PaidLeaves, batches: readonly Batch[]): Due {
  let leaves = 0
  let baseUnits = 0n
  for (const { subtree } of batches) {
    for (let i = subtree.firstIndex; i < subtree.firstIndex + subtree.count; i++) {
      if (paid.isPaid(i)) continue
      leaves++
      baseUnits += allocations.amountBaseUnits(i)
    }
  }
  return { leaves, baseUnits }
}
