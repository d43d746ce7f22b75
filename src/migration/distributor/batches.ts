import type { AllocationTable } from '../tree/allocation-table.ts'
import { perfectSubtrees, type Subtree } from '../tree/merkle-nodes.ts'
import type { PaidLeaves } from './paid-leaves.ts'

/** Maximum amount that fits one word of a batch beside the account; `claim` pays larger ones. */
export const MAX_PUSHED_BASE_UNITS = (1n << 96n) - 1n

/** EIP-7825 (Osaka): no transaction may have a higher gas limit. */
const MAX_TRANSACTION_GAS = 16_777_216n

/** Gas of a batch of any size: transaction, bitmap word, total, proof, events. */
const BATCH_GAS = 200_000n
/** Gas left at the end so that the last recipient gets its share (`PUSH_RESERVE`, `pushGas`). */
const RESERVE_GAS = { native: 100_000n, token: 290_000n }
/**
 * Gas of one recipient of native coin in the worst case: cold account 2,600, value 9,000, new
 * account 25,000, the 10,000 it may burn, event of a failure 2,000, calldata and hashing 1,400. For
 * tokens a rule of thumb, because a token can cost anything.
 */
const ROW_GAS = { native: 50_000n, token: 60_000n }
/** One recipient at its cheapest: an account in use; a token that does little more than move amounts. */
const MIN_ROW_GAS = { native: 10_000n, token: 30_000n }

/** Enough gas for a batch of `count` recipients, always (native) or usually (token). */
export function batchGas(asset: string, count: number): bigint {
  const kind = kindOf(asset)
  return BATCH_GAS + RESERVE_GAS[kind] + BigInt(count) * ROW_GAS[kind]
}

/** How many batches of `count` recipients fit a block when they take as little gas as they can. */
export function batchesInBlock(asset: string, count: number, blockGasLimit: bigint): number {
  return Math.max(1, Number(blockGasLimit / (BigInt(count) * MIN_ROW_GAS[kindOf(asset)])))
}

function kindOf(asset: string): 'native' | 'token' {
  return asset === 'native' ? 'native' : 'token'
}

/** The largest batch, a power of two up to `wanted`, whose gas fits a block of the chain. */
export function fittingBatchSize(asset: string, wanted: number, blockGasLimit: bigint): number {
  const limit = blockGasLimit < MAX_TRANSACTION_GAS ? blockGasLimit : MAX_TRANSACTION_GAS
  let size = wanted
  while (size > 1 && batchGas(asset, size) > limit) size /= 2
  return size
}

/** Batches to send, and the leaves that no batch can hold. */
export interface BatchPlan {
  readonly batches: readonly Subtree[]
  /** Indexes of unpaid leaves above 96 bits: only `claim` pays those. */
  readonly claimOnly: readonly number[]
  /** Unpaid leaves in the batches. */
  readonly due: number
}

/**
 * Cuts the leaves into subtrees of at most `size`, skips those paid in full, and goes around
 * leaves that are too large, whose neighbours are paid in smaller subtrees.
 */
export function planBatches(
  allocations: AllocationTable,
  paid: PaidLeaves,
  size: number,
): BatchPlan {
  const batches: Subtree[] = []
  const claimOnly: number[] = []
  let due = 0
  for (const subtree of perfectSubtrees(allocations.length, size)) {
    for (const part of pushable(allocations, subtree, claimOnly)) {
      const unpaid = part.count - paid.countIn(part)
      if (unpaid === 0) continue
      batches.push(part)
      due += unpaid
    }
  }
  return { batches, claimOnly: claimOnly.filter((index) => !paid.isPaid(index)), due }
}

function* pushable(
  allocations: AllocationTable,
  subtree: Subtree,
  claimOnly: number[],
): Generator<Subtree> {
  if (!holdsLargeLeaf(allocations, subtree)) {
    yield subtree
  } else if (subtree.count === 1) {
    claimOnly.push(subtree.firstIndex)
  } else {
    for (const half of halves(subtree)) yield* pushable(allocations, half, claimOnly)
  }
}

/** The two subtrees below, smaller indexes first: those are under the higher node. */
function halves({ node, firstIndex, count }: Subtree): readonly Subtree[] {
  const half = count / 2
  return [
    { node: 2 * node + 1, firstIndex, count: half },
    { node: 2 * node, firstIndex: firstIndex + half, count: half },
  ]
}

function holdsLargeLeaf(allocations: AllocationTable, { firstIndex, count }: Subtree): boolean {
  for (let index = firstIndex; index < firstIndex + count; index++) {
    if (allocations.amountBaseUnits(index) > MAX_PUSHED_BASE_UNITS) return true
  }
  return false
}
