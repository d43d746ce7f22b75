import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { describe, expect, it } from 'vitest'
import { type Allocation, AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { leafHash, verifyProof } from '../../../src/migration/tree/merkle-proof.ts'
import { buildMerkleTree } from '../../../src/migration/tree/merkle-tree.ts'
import { someAllocations } from '../../support/allocations.ts'

const UINT256_MAX = 2n ** 256n - 1n

function openZeppelin(allocations: readonly Allocation[]) {
  return StandardMerkleTree.of(
    allocations.map(({ account, amountBaseUnits }, i) => [
      String(i),
      account,
      `${amountBaseUnits}`,
    ]),
    ['uint256', 'address', 'uint256'],
    { sortLeaves: false },
  )
}

describe('the Merkle tree', () => {
  it('equals the StandardMerkleTree of OpenZeppelin in every node and proof, 1 to 70 leaves', async () => {
    for (let count = 1; count <= 70; count++) {
      const allocations = someAllocations(count)
      const tree = await buildMerkleTree(AllocationTable.from(allocations))
      const oracle = openZeppelin(allocations)
      const dump = oracle.dump().tree
      const nodes = dump.map((_, i) => `0x${Buffer.from(tree.hash(i + 1)).toString('hex')}`)
      expect(nodes, `${count} leaves`).toEqual(dump)
      expect(tree.root).toBe(oracle.root)
      for (let index = 0; index < count; index++) {
        expect(tree.proof(index)).toEqual(oracle.getProof(index))
      }
    }
  })

  it.each([1000, 1023, 1025, 2048, 2049, 4097])(
    'equals it at %i leaves, across the calls of the kernel',
    async (count) => {
      const allocations = someAllocations(count)
      const tree = await buildMerkleTree(AllocationTable.from(allocations))
      const oracle = openZeppelin(allocations)
      expect(tree.root).toBe(oracle.root)
      for (const index of [0, 1, Math.floor(count / 2), count - 2, count - 1]) {
        expect(tree.proof(index)).toEqual(oracle.getProof(index))
      }
    },
  )

  it('holds amounts up to 2^256 - 1 and any address', async () => {
    const allocations = [
      { account: `0x${'f'.repeat(40)}`, amountBaseUnits: UINT256_MAX },
      { account: `0x${'0'.repeat(39)}1`, amountBaseUnits: 0n },
      { account: `0x${'0123456789'.repeat(4)}`, amountBaseUnits: 2n ** 255n },
    ]
    const tree = await buildMerkleTree(AllocationTable.from(allocations))
    expect(tree.root).toBe(openZeppelin(allocations).root)
  })

  it('has at least one leaf', async () => {
    await expect(buildMerkleTree(new AllocationTable())).rejects.toMatchObject({
      code: 'ALLOCATION_EMPTY',
      exitCode: 3,
    })
  })

  it('has no proof for an index it does not hold', async () => {
    const tree = await buildMerkleTree(AllocationTable.from(someAllocations(3)))
    expect(() => tree.proof(3)).toThrow(RangeError)
    expect(() => tree.proof(-1)).toThrow(RangeError)
  })
})

describe('a proof', () => {
  it('that is not made of 32-byte hashes is refused', async () => {
    const [allocation] = someAllocations(1) as [Allocation]
    const leaf = leafHash(0, allocation)
    for (const part of [
      '0x',
      '0x00',
      leaf.slice(2),
      `${leaf}00`,
      leaf.slice(0, -1),
      'x'.repeat(66),
    ]) {
      expect(() => verifyProof(leaf, leaf, [part]), part).toThrowError(
        expect.objectContaining({ code: 'PROOF_MALFORMED', exitCode: 2 }),
      )
      expect(() => verifyProof(part, leaf, []), part).toThrowError()
    }
  })

  it('needs an index that a tree can have', () => {
    const [allocation] = someAllocations(1) as [Allocation]
    for (const index of [-1, 2 ** 32, 0.5, Number.NaN]) {
      expect(() => leafHash(index, allocation)).toThrow(RangeError)
    }
  })
})
