import type { Holder } from '../snapshot/holder.ts'

/** Keeps the largest of any number of holders given one at a time; of equals, the first given. */
export class LargestHolders {
  readonly #maxCount: number
  /** Descending. */
  readonly #kept: Holder[] = []

  constructor(maxCount: number) {
    this.#maxCount = maxCount
  }

  add(address: string, amount: bigint): void {
    const isFull = this.#kept.length === this.#maxCount
    if (isFull && amount <= (this.#kept.at(-1) as Holder).amount) return
    const at = this.#kept.findIndex((holder) => holder.amount < amount)
    this.#kept.splice(at === -1 ? this.#kept.length : at, 0, { address, amount })
    if (this.#kept.length > this.#maxCount) this.#kept.pop()
  }

  /** A holder with less is not among them. */
  get min(): bigint {
    return this.#kept.length < this.#maxCount ? 0n : (this.#kept.at(-1) as Holder).amount
  }

  list(): readonly Holder[] {
    return [...this.#kept]
  }
}
