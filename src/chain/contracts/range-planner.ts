import type { BlockRange } from '../rpc/logs.ts'

/** Answers of about this size arrive fastest; larger ones cost memory and gain nothing. */
const TARGET_BYTES = 1_250_000
const FIRST_BLOCKS = 8
const MAX_GROWTH = 4
/** Answers in a row before a refused size is tried again; doubles on each refusal. */
const FIRST_PATIENCE = 32

/**
 * Decides how many blocks to ask for at once. Providers limit the range, the number of logs, the
 * bytes or the time, each in its own words. So the size follows the bytes received, halves on a
 * refusal and creeps up again.
 */
export class RangePlanner {
  #blocks: number
  #maxBlocks = Number.MAX_SAFE_INTEGER
  #answers = 0
  #patience = FIRST_PATIENCE

  /** @param firstBlocks blocks to ask for first. */
  constructor(firstBlocks = FIRST_BLOCKS) {
    this.#blocks = firstBlocks
  }

  /** The lowest blocks of a range, as many as may be asked for at once. */
  first({ from, to }: BlockRange): BlockRange {
    return { from, to: Math.min(from + this.#blocks - 1, to) }
  }

  /** The highest blocks of a range, likewise. */
  last({ from, to }: BlockRange): BlockRange {
    return { from: Math.max(to - this.#blocks + 1, from), to }
  }

  /** Learns from an answer of `bytes` bytes. */
  answered(range: BlockRange, bytes: number): void {
    const blocks = range.to - range.from + 1
    const ideal = Math.max(1, Math.floor((blocks * TARGET_BYTES) / Math.max(bytes, 1)))
    if (++this.#answers >= this.#patience && this.#blocks >= this.#maxBlocks) this.#tryMore()
    // An answer for fewer blocks says nothing against the present size.
    if (ideal < this.#blocks && bytes > TARGET_BYTES) this.#blocks = ideal
    else if (blocks >= this.#blocks) this.#blocks = Math.min(ideal, blocks * MAX_GROWTH)
    this.#blocks = Math.min(this.#blocks, this.#maxBlocks)
  }

  /** Learns from a refusal. @returns the two halves to ask for instead; none for a single block. */
  refused({ from, to }: BlockRange): readonly [BlockRange, BlockRange] | undefined {
    if (from === to) return undefined
    const half = Math.floor((to - from + 1) / 2)
    if (half < this.#maxBlocks) {
      this.#maxBlocks = half
      this.#blocks = Math.min(this.#blocks, half)
      this.#answers = 0
    }
    return [
      { from, to: from + half - 1 },
      { from: from + half, to },
    ]
  }

  #tryMore(): void {
    this.#answers = 0
    this.#patience *= 2
    this.#maxBlocks *= 2
  }
}
