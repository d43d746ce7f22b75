import type { AllocationTable } from './allocation-table.ts'
import { leafNode, nodeDepth, siblingNode } from './merkle-nodes.ts'
import type { MerkleTree } from './merkle-tree.ts'

const CHUNK_BYTES = 1 << 18
/** A level of the proof as JSON: `"0x` 64 hex characters `",` */
const LEVEL_BYTES = 69
const HASH_AT = 3
const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1')

/**
 * The proof of every holder as NDJSON, one line per index:
 * `{"index":0,"account":"0x…","amountBaseUnits":"1","proof":["0x…"]}`, addresses in lower case as
 * in allocation.csv. A chunk of some lines is valid until the next one is asked for.
 */
export function* proofLines(tree: MerkleTree, allocations: AllocationTable): Generator<Uint8Array> {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  const proof = new ProofText(tree)
  let length = 0
  for (let index = 0; index < tree.leafCount; index++) {
    const text = proof.ofLeaf(index)
    const account = allocations.account(index)
    const amount = allocations.amountBaseUnits(index)
    const head = `{"index":${index},"account":"${account}","amountBaseUnits":"${amount}","proof":[`
    if (length + head.length + text.length + 3 > chunk.length) {
      yield chunk.subarray(0, length)
      length = 0
    }
    length += chunk.write(head, length, 'latin1')
    chunk.set(text, length)
    length += text.length
    length += chunk.write(']}\n', length, 'latin1')
  }
  yield chunk.subarray(0, length)
}

/**
 * The proof of one leaf as the inside of a JSON array. Going to the next leaf rewrites only the
 * levels that differ, two on average, whatever the depth of the tree.
 */
class ProofText {
  #text = Buffer.alloc(0)
  #node = 0

  readonly #tree: MerkleTree

  constructor(tree: MerkleTree) {
    this.#tree = tree
  }

  ofLeaf(index: number): Uint8Array {
    const node = leafNode(this.#tree.leafCount, index)
    const levels = nodeDepth(node)
    if (this.#text.length !== levels * LEVEL_BYTES) this.#resize(levels)
    for (let level = 0; level < levels; level++) {
      const ancestor = node >>> level
      if (ancestor === this.#node >>> level) break
      this.#writeLevel(level, this.#tree.hash(siblingNode(ancestor)))
    }
    this.#node = node
    return this.#text.subarray(0, Math.max(this.#text.length - 1, 0))
  }

  #resize(levels: number): void {
    this.#text = Buffer.from(`"0x${'0'.repeat(64)}",`.repeat(levels), 'latin1')
  }

  #writeLevel(level: number, hash: Uint8Array): void {
    let at = level * LEVEL_BYTES + HASH_AT
    for (const byte of hash) {
      this.#text[at++] = HEX_DIGITS[byte >> 4] as number
      this.#text[at++] = HEX_DIGITS[byte & 0xf] as number
    }
  }
}
