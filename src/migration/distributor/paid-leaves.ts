import { type IndexRun, leafIndex, leafNode } from '../tree/merkle-nodes.ts'

const WORD_BITS = 256
const WORD_MASK = (1n << 256n) - 1n

/** Which words of paid bits a tree of `leafCount` leaves uses: from `first`, `count` of them. */
export function paidWordRange(leafCount: number): { first: number; count: number } {
  const first = Math.floor(leafCount / WORD_BITS)
  return { first, count: Math.floor((2 * leafCount - 1) / WORD_BITS) - first + 1 }
}

/**
 * The paid leaves as the distributor keeps them: the bit of a leaf is at its node number,
 * 256 to a word (src/contracts/migration/IMigrationDistributor.sol).
 */
export class PaidLeaves {
  readonly #first: number

  /** `words` are those of `paidWordRange`, in order. */
  readonly #words: readonly bigint[]

  constructor(
    readonly leafCount: number,
    words: readonly bigint[],
  ) {
    this.#words = words
    this.#first = paidWordRange(leafCount).first
  }

  isPaid(index: number): boolean {
    const node = leafNode(this.leafCount, index)
    return ((this.#word(node) >> BigInt(node % WORD_BITS)) & 1n) === 1n
  }

  /** Number of paid leaves in a run of indexes. */
  countIn({ firstIndex, count }: IndexRun): number {
    let paid = 0
    let top = leafNode(this.leafCount, firstIndex)
    for (let left = count; left > 0; ) {
      const bits = Math.min(left, (top % WORD_BITS) + 1)
      const shift = BigInt((top % WORD_BITS) + 1 - bits)
      paid += countBits((this.#word(top) >> shift) & (WORD_MASK >> BigInt(WORD_BITS - bits)))
      top -= bits
      left -= bits
    }
    return paid
  }

  /** Paid bits of all words, also those that belong to no leaf. */
  get bits(): number {
    return this.#words.reduce((sum, word) => sum + countBits(word), 0)
  }

  /** Indexes of the paid leaves, descending. */
  *indexes(): Generator<number> {
    for (const [at, word] of this.#words.entries()) {
      for (const bit of bitsOf(word)) {
        const node = (this.#first + at) * WORD_BITS + bit
        if (node >= this.leafCount && node < 2 * this.leafCount) {
          yield leafIndex(this.leafCount, node)
        }
      }
    }
  }

  #word(node: number): bigint {
    return this.#words[Math.floor(node / WORD_BITS) - this.#first] as bigint
  }
}

/** Set bits of one word as leaf indexes; for the `Distributed` event. */
export function indexesOfWord(leafCount: number, word: number, bits: bigint): number[] {
  return [...bitsOf(bits)].map((bit) => leafIndex(leafCount, word * WORD_BITS + bit)).reverse()
}

function countBits(word: bigint): number {
  if (word === WORD_MASK) return WORD_BITS
  let count = 0
  for (const _ of bitsOf(word)) count++
  return count
}

/** Positions of the set bits, ascending. */
function* bitsOf(word: bigint): Generator<number> {
  for (let base = 0; base < WORD_BITS && word !== 0n; base += 32, word >>= 32n) {
    for (let part = Number(word & 0xffffffffn); part !== 0; ) {
      const bit = 31 - Math.clz32(part & -part)
      yield base + bit
      part = (part & ~(1 << bit)) >>> 0
    }
  }
}
