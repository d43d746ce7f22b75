import type { Holder } from '../snapshot/holder.ts'

/** Keeps the largest of any number of holders given one at a time; of equals, the first given. */
export class LargestHolders {
  readonly #most: number
  /** Descending. */
  readonly #kept: Holder[] = []

  constructor(most: number) {
    this.#most = most
  }

  add(address: string, amount: bigint): void {
    const isFull = this.#kept.length === this.#most
    if (isFull && amount <= (this.#kept.at(-1) as Holder).amount) return
    const at = this.#kept.findIndex((holder) => holder.amount < amount)
    this.#kept.splice(at === -1 ? this.#kept.length : at, 0, { address, amount })
    if (this.#kept.length > this.#most) this.#kept.pop()
  }

  /** Whoever has less is not among them. */
  get least(): bigint {
    return this.#kept.length < this.#most ? 0n : (this.#kept.at(-1) as Holder).amount
  }

  list(): readonly Holder[] {
    return [...this.#kept]
  }
}
