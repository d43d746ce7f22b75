// The shape of OpenZeppelin's StandardMerkleTree with `sortLeaves: false`, as pure arithmetic.
//
// Nodes are numbered from 1, the root; node p has the children 2p and 2p + 1. (That library counts
// from 0: its array holds node p at p - 1. The distributor contract counts as we do.) Leaf i of n
// is node 2n - 1 - i, so the leaves are the nodes n to 2n - 1, last index first. They lie on one
// level, or on the two deepest, with the smaller indexes on the deeper one.
//
// Node numbers are used with bit operators, which is exact up to 2^30 leaves.

/** All leaves under one node, when all are equally deep: a power of two of consecutive indexes. */
export interface Subtree {
  readonly node: number
  readonly firstIndex: number
  readonly count: number
}

export interface IndexRun {
  readonly firstIndex: number
  readonly count: number
}

export const ROOT_NODE = 1

export function leafNode(leafCount: number, index: number): number {
  return 2 * leafCount - 1 - index
}

/** The inverse of `leafNode`: the index of the leaf that is node `node`. */
export function leafIndex(leafCount: number, node: number): number {
  return 2 * leafCount - 1 - node
}

export function parentNode(node: number): number {
  return node >>> 1
}

export function siblingNode(node: number): number {
  return node ^ 1
}

/** Steps from the root: 0 for the root itself. */
export function nodeDepth(node: number): number {
  return 31 - Math.clz32(node)
}

/** The siblings from `node` up to below the root: the nodes of its proof, in order. */
export function proofNodes(node: number): number[] {
  const siblings = []
  for (let at = node; at !== ROOT_NODE; at = parentNode(at)) siblings.push(siblingNode(at))
  return siblings
}

/**
 * The indexes of the leaves under `node`, in index order: one run, or two for the single node a
 * level that reaches down to both depths.
 */
export function leavesUnder(leafCount: number, node: number): IndexRun[] {
  const deepest = nodeDepth(leafNode(leafCount, 0))
  const runs = []
  for (const level of [deepest, deepest - 1]) {
    const width = 2 ** (level - nodeDepth(node))
    if (width < 1) continue
    const first = Math.max(node * width, leafCount)
    const end = Math.min((node + 1) * width, 2 * leafCount)
    if (first < end) runs.push({ firstIndex: leafIndex(leafCount, end - 1), count: end - first })
  }
  return runs
}

/**
 * Cuts all leaves, in index order, into perfect subtrees of at most `maxLeaves` leaves (a power of
 * two). They are as large as alignment allows: all have `maxLeaves` leaves but for a few that lie
 * under a node which reaches down to both depths, which no single subtree can cover.
 */
export function* perfectSubtrees(leafCount: number, maxLeaves: number): Generator<Subtree> {
  if (maxLeaves < 1 || !Number.isInteger(Math.log2(maxLeaves))) {
    throw new RangeError(`A subtree has a power of two of leaves, not ${maxLeaves}.`)
  }
  const deepLevel = 2 ** nodeDepth(leafNode(leafCount, 0))
  for (const [first, pastLast] of [
    [Math.max(deepLevel, leafCount), 2 * leafCount],
    [leafCount, deepLevel],
  ] as const) {
    for (let end = pastLast; end > first; ) {
      const count = Math.min(maxLeaves, largestAlignment(end), largestPowerWithin(end - first))
      end -= count
      yield { node: end / count, firstIndex: leafIndex(leafCount, end + count - 1), count }
    }
  }
}

/** The largest power of two that divides `node`. */
function largestAlignment(node: number): number {
  return (node & -node) >>> 0
}

function largestPowerWithin(length: number): number {
  return 2 ** nodeDepth(length)
}
