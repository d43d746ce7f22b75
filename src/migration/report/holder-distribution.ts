import type { Holder } from '../snapshot/holder.ts'
import { LargestHolders } from './largest-holders.ts'
import { type LorenzCurve, lorenzCurve } from './lorenz-curve.ts'
import { type SizeClass, SizeClasses } from './size-classes.ts'

const LARGEST = 25

/** How a supply is spread over its holders. */
export interface HolderDistribution {
  readonly holders: number
  readonly totalBaseUnits: bigint
  /** Descending. */
  readonly largest: readonly Holder[]
  /** From the smallest to the largest; holders and sums add up to the whole. */
  readonly sizeClasses: readonly SizeClass[]
  /** Null where there are no holders. */
  readonly curve: LorenzCurve | null
}

/** Takes holders one at a time, at eight bytes each, so that ten million fit where one does. */
export class HolderCensus {
  #balances = new Float64Array(1024)
  #holders = 0
  #totalBaseUnits = 0n
  readonly #largest = new LargestHolders(LARGEST)
  readonly #sizes = new SizeClasses()

  /** @param baseUnits above 0 */
  add(address: string, baseUnits: bigint): void {
    if (this.#holders === this.#balances.length) this.#grow()
    this.#balances[this.#holders++] = Number(baseUnits)
    this.#totalBaseUnits += baseUnits
    this.#largest.add(address, baseUnits)
    this.#sizes.add(baseUnits)
  }

  /** @param decimals of the token. */
  finish(decimals: number): HolderDistribution {
    return {
      holders: this.#holders,
      totalBaseUnits: this.#totalBaseUnits,
      largest: this.#largest.list(),
      sizeClasses: this.#sizes.list(decimals),
      curve: this.#holders === 0 ? null : lorenzCurve(this.#balances.subarray(0, this.#holders)),
    }
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#balances.length)
    larger.set(this.#balances)
    this.#balances = larger
  }
}
