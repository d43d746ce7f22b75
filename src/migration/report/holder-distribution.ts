import { ROW_BYTES, rowBatches } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import type { BalanceCensus } from '../allocation/rules.ts'
import type { Holder } from '../snapshot/holder.ts'
import { countHolders } from './count-holders.ts'
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

/** Takes any number of holders, at eight bytes each. */
export class HolderCensus implements BalanceCensus {
  #balances = new Float64Array(1024)
  #holders = 0
  #totalBaseUnits = 0n
  readonly #largest = new LargestHolders(LARGEST)
  readonly #sizes = new SizeClasses()

  /** @param baseUnits above 0 */
  add(address: string, baseUnits: bigint): void {
    this.#makeRoom(1)
    this.#balances[this.#holders++] = Number(baseUnits)
    this.#totalBaseUnits += baseUnits
    this.#largest.add(address, baseUnits)
    this.#sizes.add(baseUnits)
  }

  /** As `add`, of packed rows. */
  addRows(rows: Uint8Array): void {
    for (const batch of rowBatches(rows)) this.#addBatch(batch)
  }

  #addBatch(rows: Uint8Array): void {
    const { doubles, byDigits } = countHolders(rows)
    this.#makeRoom(doubles.length)
    this.#balances.set(doubles, this.#holders)
    this.#holders += doubles.length
    for (const counted of byDigits) {
      this.#totalBaseUnits += counted.baseUnits
      this.#sizes.addAll(counted)
    }
    this.#addLargest(rows, doubles)
  }

  /** Doubles tell nearly all holders from the largest. */
  #addLargest(rows: Uint8Array, doubles: Float64Array): void {
    let min = Number(this.#largest.min)
    for (let index = 0; index < doubles.length; index++) {
      if ((doubles[index] as number) < min) continue
      const row = rows.subarray(index * ROW_BYTES, (index + 1) * ROW_BYTES)
      const address = bytesToHex(row.subarray(0, ADDRESS_BYTES))
      this.#largest.add(address, readUint256(row, ADDRESS_BYTES))
      min = Number(this.#largest.min)
    }
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

  #makeRoom(holders: number): void {
    const needed = this.#holders + holders
    if (needed <= this.#balances.length) return
    const larger = new Float64Array(Math.max(needed, 2 * this.#balances.length))
    larger.set(this.#balances)
    this.#balances = larger
  }
}
