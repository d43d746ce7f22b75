import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  batchGas,
  fittingBatchSize,
  planBatches,
} from '../../../src/migration/distributor/batches.ts'
import {
  indexesOfWord,
  PaidLeaves,
  paidWordRange,
} from '../../../src/migration/distributor/paid-leaves.ts'
import { AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { leafNode } from '../../../src/migration/tree/merkle-nodes.ts'
import { someAllocations } from '../../support/allocations.ts'

/** Paid bits as the contract would hold them. */
function paidLeaves(leafCount: number, isPaid: (index: number) => boolean): PaidLeaves {
  const { first, count } = paidWordRange(leafCount)
  const words = Array.from({ length: count }, (_, word) => {
    let bits = 0n
    for (let bit = 0; bit < 256; bit++) {
      const index = 2 * leafCount - 1 - ((first + word) * 256 + bit)
      if (index >= 0 && index < leafCount && isPaid(index)) bits |= 1n << BigInt(bit)
    }
    return bits
  })
  return new PaidLeaves(leafCount, words)
}

function tableOf(leafCount: number, isLarge: (index: number) => boolean): AllocationTable {
  return AllocationTable.from(
    someAllocations(leafCount).map((allocation, index) => ({
      account: allocation.account,
      amountBaseUnits: isLarge(index) ? 2n ** 96n : 2n ** 96n - 1n,
    })),
  )
}

const subsets = fc.integer({ min: 1, max: 1200 }).chain((leafCount) =>
  fc.record({
    leafCount: fc.constant(leafCount),
    size: fc.integer({ min: 0, max: 10 }).map((exponent) => 2 ** exponent),
    paid: fc.uniqueArray(fc.integer({ min: 0, max: leafCount - 1 }), { maxLength: 300 }),
    large: fc.uniqueArray(fc.integer({ min: 0, max: leafCount - 1 }), { maxLength: 4 }),
  }),
)

describe('the batches of a push', () => {
  it('hold every unpaid leaf once, and never one above 96 bits', () => {
    fc.assert(
      fc.property(subsets, ({ leafCount, size, paid, large }) => {
        const isPaid = new Set(paid)
        const isLarge = new Set(large)
        const table = tableOf(leafCount, (index) => isLarge.has(index))
        const plan = planBatches(
          table,
          paidLeaves(leafCount, (i) => isPaid.has(i)),
          size,
        )

        const pushed = plan.batches.flatMap(({ firstIndex, count }) =>
          Array.from({ length: count }, (_, i) => firstIndex + i),
        )
        expect(new Set(pushed).size).toBe(pushed.length)
        expect(pushed.some((index) => isLarge.has(index))).toBe(false)
        expect(plan.due).toBe(pushed.filter((index) => !isPaid.has(index)).length)
        const reached = new Set([...pushed, ...plan.claimOnly])
        for (let index = 0; index < leafCount; index++) {
          if (!isPaid.has(index)) expect(reached.has(index)).toBe(true)
        }
        expect(plan.claimOnly.filter((index) => isPaid.has(index) || !isLarge.has(index))).toEqual(
          [],
        )
      }),
      { numRuns: 60 },
    )
  })

  it('are the subtrees the contract accepts', () => {
    const table = tableOf(777, (index) => index === 300)
    for (const { node, firstIndex, count } of planBatches(
      table,
      paidLeaves(777, () => false),
      256,
    ).batches) {
      expect(Number.isInteger(Math.log2(count))).toBe(true)
      expect((2 * 777 - firstIndex) % count).toBe(0)
      expect(Math.floor(leafNode(777, firstIndex) / count)).toBe(node)
    }
  })

  it('are none when everybody is paid', () => {
    const plan = planBatches(
      tableOf(500, () => false),
      paidLeaves(500, () => true),
      256,
    )
    expect(plan).toEqual({ batches: [], claimOnly: [], due: 0 })
  })

  it('shrink until their gas fits a block', () => {
    expect(fittingBatchSize('native', 256, 30_000_000n)).toBe(256)
    expect(fittingBatchSize('native', 1024, 30_000_000n)).toBe(256)
    expect(fittingBatchSize('native', 256, 8_000_000n)).toBe(128)
    expect(fittingBatchSize('native', 256, 100_000n)).toBe(1)
    expect(batchGas('native', 256)).toBeLessThan(16_777_216n)
  })
})

describe('paid leaves', () => {
  it('are counted and listed as their bits say', () => {
    fc.assert(
      fc.property(subsets, ({ leafCount, paid }) => {
        const isPaid = new Set(paid)
        const leaves = paidLeaves(leafCount, (index) => isPaid.has(index))
        expect([...leaves.indexes()].sort((a, b) => a - b)).toEqual([...paid].sort((a, b) => a - b))
        expect(leaves.bits).toBe(paid.length)
        for (const index of paid.slice(0, 20)) expect(leaves.isPaid(index)).toBe(true)
        expect(leaves.countIn({ firstIndex: 0, count: leafCount })).toBe(paid.length)
      }),
      { numRuns: 60 },
    )
  })

  it('of one word come in index order', () => {
    // Leaves 0 and 1 of 300 are nodes 599 and 598: word 2, bits 87 and 86.
    expect(indexesOfWord(300, 2, (1n << 87n) | (1n << 86n))).toEqual([0, 1])
  })
})
