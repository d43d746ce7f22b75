// Holders by the order of magnitude of what they hold: 1 to 10 tokens, 10 to 100, and so on.

import type { CountedHolders } from './count-holders.ts'

/** Below the tenth class from the top, all that is smaller is one. */
const MAX_CLASSES = 10

export interface SizeClass {
  /**
   * Whole tokens as a power of ten, inclusive; null for all that is smaller than the next class.
   */
  readonly fromExponent: number | null
  /** Whole tokens as a power of ten, exclusive. */
  readonly toExponent: number
  readonly holders: number
  readonly baseUnits: bigint
}

/** Counts holders by the number of digits of their balance. */
export class SizeClasses {
  /** By the number of digits, in base units. */
  readonly #byDigits: { holders: number; baseUnits: bigint }[] = []

  add(baseUnits: bigint): void {
    this.addAll({ digits: digitsOf(baseUnits), holders: 1, baseUnits })
  }

  /** Adds holders whose balances have as many digits. @param baseUnits their sum. */
  addAll({ digits, holders, baseUnits }: CountedHolders['byDigits'][number]): void {
    while (this.#byDigits.length <= digits) this.#byDigits.push({ holders: 0, baseUnits: 0n })
    const one = this.#byDigits[digits] as { holders: number; baseUnits: bigint }
    one.holders += holders
    one.baseUnits += baseUnits
  }

  /** From the smallest to the largest, without empty classes at the ends. */
  list(decimals: number): readonly SizeClass[] {
    const first = this.#byDigits.findIndex(({ holders }) => holders > 0)
    if (first === -1) return []
    const last = this.#byDigits.length - 1
    const lowest = Math.max(first, last - MAX_CLASSES + 1)
    const smaller = this.#byDigits.slice(0, lowest + 1)
    return [
      {
        fromExponent: lowest === first ? exponentOf(lowest, decimals) : null,
        toExponent: exponentOf(lowest + 1, decimals),
        holders: smaller.reduce((sum, { holders }) => sum + holders, 0),
        baseUnits: smaller.reduce((sum, { baseUnits }) => sum + baseUnits, 0n),
      },
      ...this.#byDigits.slice(lowest + 1).map((sums, index) => ({
        ...sums,
        fromExponent: exponentOf(lowest + 1 + index, decimals),
        toExponent: exponentOf(lowest + 2 + index, decimals),
      })),
    ]
  }
}

/** 10^e tokens is the smallest amount with that many digits. */
function exponentOf(digits: number, decimals: number): number {
  return digits - 1 - decimals
}

const POWERS = Array.from({ length: 79 }, (_, exponent) => 10n ** BigInt(exponent))

/** Digits of a positive amount below 10^78; quicker than its text. */
function digitsOf(baseUnits: bigint): number {
  let [low, high] = [0, POWERS.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (baseUnits >= (POWERS[middle] as bigint)) low = middle + 1
    else high = middle
  }
  return low
}
