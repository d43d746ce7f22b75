import { setImmediate } from 'node:timers/promises'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { loadKeccakKernel } from '../../primitives/keccak.ts'
import type { AllocationTable } from './allocation-table.ts'
import { leafNode, proofNodes, ROOT_NODE } from './merkle-nodes.ts'

const HASH_BYTES = 32
/** Calls of the kernel before signals and timers get their turn: some 30 ms. */
const CALLS_A_TURN = 50

/**
 * The Merkle tree over (uint256 index, address account, uint256 amount), equal to OpenZeppelin's
 * `StandardMerkleTree.of(values, ['uint256', 'address', 'uint256'], { sortLeaves: false })`.
 * Hashes are one flat array, 64 bytes a leaf; src/migration/tree/merkle-nodes.ts says which lies where.
 */
export class MerkleTree {
  readonly #hashes: Uint8Array

  constructor(
    readonly leafCount: number,
    hashes: Uint8Array,
  ) {
    this.#hashes = hashes
  }

  get root(): string {
    return bytesToHex(this.hash(ROOT_NODE))
  }

  /** The 32 bytes of a node; a view, not a copy. */
  hash(node: number): Uint8Array {
    return this.#hashes.subarray((node - 1) * HASH_BYTES, node * HASH_BYTES)
  }

  /** The proof of leaf `index`: sibling hashes from the leaf up, `0x` and lower-case hex. */
  proof(index: number): string[] {
    if (index < 0 || index >= this.leafCount) throw new RangeError(`There is no index ${index}.`)
    return this.nodeProof(leafNode(this.leafCount, index))
  }

  /** As `proof`, for any node: what the contract needs to check a whole subtree. */
  nodeProof(node: number): string[] {
    return proofNodes(node).map((sibling) => bytesToHex(this.hash(sibling)))
  }
}

/**
 * Builds the tree; about a second for a million leaves. Signals and timers get their turn while it
 * runs.
 * @throws ALLOCATION_EMPTY (refused) if there is no leaf.
 */
export async function buildMerkleTree(allocations: AllocationTable): Promise<MerkleTree> {
  const leafCount = allocations.length
  if (leafCount === 0) throw allocationEmpty()
  const hashes = new Uint8Array((2 * leafCount - 1) * HASH_BYTES)
  let calls = 0
  for (const _ of hashAll(allocations, hashes)) {
    if (++calls % CALLS_A_TURN === 0) await setImmediate()
  }
  return new MerkleTree(leafCount, hashes)
}

/** Fills in the leaves, then the levels above; yields after every call of the kernel. */
function* hashAll(allocations: AllocationTable, hashes: Uint8Array): Generator<void> {
  yield* hashLeaves(allocations, hashes)
  yield* hashInnerNodes(allocations.length, hashes)
}

function* hashLeaves(allocations: AllocationTable, hashes: Uint8Array): Generator<void> {
  const kernel = loadKeccakKernel()
  const leafCount = allocations.length
  for (let first = 0; first < leafCount; first += kernel.batch) {
    const count = Math.min(kernel.batch, leafCount - first)
    kernel.input.set(allocations.rows(first, count))
    kernel.hashLeaves(first, count)
    const lowestNode = leafNode(leafCount, first + count - 1)
    hashes.set(kernel.output.subarray(0, count * HASH_BYTES), (lowestNode - 1) * HASH_BYTES)
    yield
  }
}

/** Consecutive parents have consecutive children, so a batch is one copy in and one copy out. */
function* hashInnerNodes(leafCount: number, hashes: Uint8Array): Generator<void> {
  const kernel = loadKeccakKernel()
  for (let end = leafCount; end > ROOT_NODE; ) {
    // The children of a batch must be done: from 2 * first up, they must not lie below `end`.
    const first = Math.max(Math.ceil(end / 2), end - kernel.batch)
    kernel.input.set(hashes.subarray((2 * first - 1) * HASH_BYTES, (2 * end - 1) * HASH_BYTES))
    kernel.hashPairs(end - first)
    const parents = kernel.output.subarray(0, (end - first) * HASH_BYTES)
    hashes.set(parents, (first - 1) * HASH_BYTES)
    end = first
    yield
  }
}

function allocationEmpty(): CapstanError {
  return new CapstanError({
    code: 'ALLOCATION_EMPTY',
    kind: 'refused',
    message: 'The allocation has no accounts, but a tree needs at least one.',
  })
}
