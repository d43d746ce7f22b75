import { CapstanError } from '../../primitives/capstan-error.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { loadKeccakKernel } from '../../primitives/keccak.ts'
import { type Allocation, AllocationTable } from './allocation-table.ts'

const HASH_BYTES = 32
const HASH = /^0x[0-9a-fA-F]{64}$/
const MAX_INDEX = 2 ** 32 - 1

/**
 * The hash of one leaf: keccak256(keccak256(abi.encode(index, account, amount))).
 * @throws RangeError if the index is not a whole number below 2^32, which is all a tree can have.
 */
export function leafHash(index: number, allocation: Allocation): string {
  if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) {
    throw new RangeError(`${index} is not the index of a leaf.`)
  }
  const kernel = loadKeccakKernel()
  kernel.input.set(AllocationTable.from([allocation]).rows(0, 1))
  kernel.hashLeaves(index, 1)
  return bytesToHex(kernel.output.subarray(0, HASH_BYTES))
}

/**
 * The root that `proof` leads to from the hash of a leaf, or of any other node.
 * @throws PROOF_MALFORMED (usage) if a hash is not 0x and 64 hex characters.
 */
export function proofRoot(hash: string, proof: readonly string[]): string {
  return bytesToHex(proof.reduce(parentHash, hashBytes(hash)))
}

/**
 * Whether `proof` leads from `hash`, of a leaf or of any other node, to `root`.
 * @throws PROOF_MALFORMED (usage) if a hash is not 0x and 64 hex characters.
 */
export function verifyProof(root: string, hash: string, proof: readonly string[]): boolean {
  return proofRoot(hash, proof) === bytesToHex(hashBytes(root))
}

/** The hash of two siblings; which of them is given first makes no difference. */
function parentHash(node: Uint8Array, sibling: string): Uint8Array {
  const kernel = loadKeccakKernel()
  kernel.input.set(node)
  kernel.input.set(hashBytes(sibling), HASH_BYTES)
  kernel.hashPairs(1)
  return kernel.output.slice(0, HASH_BYTES)
}

function hashBytes(text: string): Uint8Array {
  if (HASH.test(text)) return Buffer.from(text.slice(2), 'hex')
  throw new CapstanError({
    code: 'PROOF_MALFORMED',
    kind: 'usage',
    message: `"${text.slice(0, 80)}" in the proof is not 0x and 64 hex characters.`,
  })
}
