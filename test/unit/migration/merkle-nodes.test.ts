import { describe, expect, it } from 'vitest'
import {
  leafIndex,
  leafNode,
  leavesUnder,
  nodeDepth,
  parentNode,
  perfectSubtrees,
  proofNodes,
  siblingNode,
} from '../../../src/migration/tree/merkle-nodes.ts'

/** The leaf indexes below a node, found by walking down. */
function walkDown(leafCount: number, node: number): number[] {
  if (node >= leafCount) return [leafIndex(leafCount, node)]
  return [...walkDown(leafCount, 2 * node), ...walkDown(leafCount, 2 * node + 1)]
}

function indexesOf(runs: Iterable<{ firstIndex: number; count: number }>): number[] {
  return [...runs].flatMap(({ firstIndex, count }) =>
    Array.from({ length: count }, (_, i) => firstIndex + i),
  )
}

describe('the nodes of a tree', () => {
  it('are numbered from the root, leaves last and backwards', () => {
    // Five leaves: 9 nodes. Indexes 0 and 1 are on the deepest level, 2 to 4 one above.
    expect([0, 1, 2, 3, 4].map((index) => leafNode(5, index))).toEqual([9, 8, 7, 6, 5])
    expect([9, 8, 7, 6, 5].map((node) => leafIndex(5, node))).toEqual([0, 1, 2, 3, 4])
    expect([1, 2, 3, 4, 7, 8].map(nodeDepth)).toEqual([0, 1, 1, 2, 2, 3])
    expect([parentNode(9), parentNode(8), siblingNode(9), siblingNode(8)]).toEqual([4, 4, 8, 9])
    expect(proofNodes(9)).toEqual([8, 5, 3])
    expect(proofNodes(1)).toEqual([])
  })

  it('each cover the leaves found by walking down from them', () => {
    for (let leafCount = 1; leafCount <= 70; leafCount++) {
      for (let node = 1; node < 2 * leafCount; node++) {
        const runs = leavesUnder(leafCount, node)
        const below = walkDown(leafCount, node).sort((a, b) => a - b)
        expect(indexesOf(runs), `node ${node} of ${leafCount} leaves`).toEqual(below)
      }
    }
  })

  it('cover two runs of indexes for at most one node a level', () => {
    for (let leafCount = 1; leafCount <= 70; leafCount++) {
      const split = Array.from({ length: 2 * leafCount - 1 }, (_, i) => i + 1)
        .filter((node) => leavesUnder(leafCount, node).length === 2)
        .map(nodeDepth)
      expect(new Set(split).size).toBe(split.length)
    }
  })
})

describe('perfect subtrees', () => {
  it('hold every leaf exactly once, in index order', () => {
    for (const most of [1, 2, 4, 16, 256]) {
      for (let leafCount = 1; leafCount <= 70; leafCount++) {
        const all = Array.from({ length: leafCount }, (_, index) => index)
        expect(indexesOf(perfectSubtrees(leafCount, most))).toEqual(all)
      }
    }
  })

  it('hold exactly the leaves under their node, all equally deep', () => {
    for (let leafCount = 1; leafCount <= 70; leafCount++) {
      for (const { node, firstIndex, count } of perfectSubtrees(leafCount, 16)) {
        expect(leavesUnder(leafCount, node)).toEqual([{ firstIndex, count }])
        const depths = [firstIndex, firstIndex + count - 1].map((i) =>
          nodeDepth(leafNode(leafCount, i)),
        )
        expect(depths[0]).toBe(depths[1])
        expect(count).toBeLessThanOrEqual(16)
      }
    }
  })

  it('are whole batches but for a few', () => {
    // 22,035 leaves: 11,302 on the deeper level, 10,733 on the other. 44 and 41 batches of 256 fit
    // in; 38 = 32 + 4 + 2 and 237 = 128 + 64 + 32 + 8 + 4 + 1 leaves are left.
    const counts = [...perfectSubtrees(22_035, 256)].map(({ count }) => count)
    expect(counts.filter((count) => count === 256)).toHaveLength(44 + 41)
    expect(counts.filter((count) => count !== 256)).toEqual([
      ...[2, 4, 32],
      ...[128, 64, 32, 8, 4, 1],
    ])
  })

  it('come in powers of two', () => {
    for (const most of [0, -1, 3, 255, 1.5, Number.NaN]) {
      expect(() => perfectSubtrees(10, most).next(), String(most)).toThrow(RangeError)
    }
  })
})
