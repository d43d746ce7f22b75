import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Allocation, AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { perfectSubtrees } from '../../../src/migration/tree/merkle-nodes.ts'
import { leafHash, proofRoot, verifyProof } from '../../../src/migration/tree/merkle-proof.ts'
import { buildMerkleTree } from '../../../src/migration/tree/merkle-tree.ts'
import { proofLines } from '../../../src/migration/tree/proof-lines.ts'
import { allocationLists } from '../../support/allocations.ts'

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

describe('every Merkle tree', () => {
  it('proves each of its leaves, and none that was tampered with', async () => {
    await fc.assert(
      fc.asyncProperty(allocationLists, async (allocations) => {
        const tree = await buildMerkleTree(AllocationTable.from(allocations))
        for (const [index, allocation] of allocations.entries()) {
          const proof = tree.proof(index)
          expect(verifyProof(tree.root, leafHash(index, allocation), proof)).toBe(true)
          for (const leaf of tampered(index, allocation)) {
            expect(verifyProof(tree.root, leaf, proof)).toBe(false)
          }
        }
      }),
    )
  })

  it('refuses the proofs of another tree', async () => {
    await fc.assert(
      fc.asyncProperty(allocationLists, allocationLists, async (mine, others) => {
        const tree = await buildMerkleTree(AllocationTable.from(mine))
        const other = await buildMerkleTree(AllocationTable.from(others))
        fc.pre(tree.root !== other.root)
        for (const [index, allocation] of others.entries()) {
          const leaf = leafHash(index, allocation)
          expect(verifyProof(tree.root, leaf, other.proof(index))).toBe(false)
        }
      }),
    )
  })

  it('refuses a proof that lacks a step or has one too many', async () => {
    await fc.assert(
      fc.asyncProperty(allocationLists, async (allocations) => {
        const tree = await buildMerkleTree(AllocationTable.from(allocations))
        const leaf = leafHash(0, allocations[0] as Allocation)
        const proof = tree.proof(0)
        expect(verifyProof(tree.root, leaf, [...proof, tree.root])).toBe(false)
        if (proof.length > 0) {
          expect(verifyProof(tree.root, leaf, proof.slice(1))).toBe(false)
          expect(verifyProof(tree.root, leaf, proof.slice(0, -1))).toBe(false)
        }
      }),
    )
  })

  it('is cut into subtrees that hold each leaf once, and whose own trees lead to the root', async () => {
    const sizes = fc.constantFrom(1, 2, 8, 64, 256)
    await fc.assert(
      fc.asyncProperty(allocationLists, sizes, async (allocations, most) => {
        const tree = await buildMerkleTree(AllocationTable.from(allocations))
        let next = 0
        for (const { node, firstIndex, count } of perfectSubtrees(tree.leafCount, most)) {
          expect(firstIndex).toBe(next)
          next += count
          const subtreeRoot = rootOf(firstIndex, allocations.slice(firstIndex, next))
          expect(subtreeRoot).toBe(hex(tree.hash(node)))
          expect(verifyProof(tree.root, subtreeRoot, tree.nodeProof(node))).toBe(true)
        }
        expect(next).toBe(allocations.length)
      }),
    )
  })

  it('streams one line a holder, each with the proof of that holder', async () => {
    await fc.assert(
      fc.asyncProperty(allocationLists, async (allocations) => {
        const table = AllocationTable.from(allocations)
        const tree = await buildMerkleTree(table)
        let text = ''
        for (const chunk of proofLines(tree, table)) text += Buffer.from(chunk).toString()
        expect(text.endsWith('\n')).toBe(true)
        const lines = text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line))
        expect(lines).toHaveLength(allocations.length)
        for (const [index, { account, amountBaseUnits }] of allocations.entries()) {
          expect(lines[index]).toEqual({
            index,
            account,
            amountBaseUnits: `${amountBaseUnits}`,
            proof: tree.proof(index),
          })
        }
      }),
    )
  })
})

/** The leaf with every part of it changed in turn. */
function tampered(index: number, { account, amountBaseUnits }: Allocation): string[] {
  const lastDigit = account.endsWith('0') ? '1' : '0'
  return [
    leafHash(index + 1, { account, amountBaseUnits }),
    leafHash(index, { account, amountBaseUnits: amountBaseUnits + 1n }),
    leafHash(index, { account: account.slice(0, -1) + lastDigit, amountBaseUnits }),
  ]
}

/** The root over a power of two of leaves, as the contract rebuilds it from the rows of a batch. */
function rootOf(firstIndex: number, allocations: readonly Allocation[]): string {
  let level = allocations.map((allocation, i) => leafHash(firstIndex + i, allocation))
  while (level.length > 1) {
    level = level
      .filter((_, i) => i % 2 === 0)
      .map((left, i) => proofRoot(left, [level[2 * i + 1] as string]))
  }
  return level[0] as string
}
