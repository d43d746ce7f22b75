// How evenly a supply is held: Lorenz curve and Gini coefficient, in doubles for display;
// no sum that is shown as an amount comes from here.

/** The poorest `holders` (0 to 1) together hold `balance` (0 to 1). */
export interface LorenzPoint {
  readonly holders: number
  readonly balance: number
}

export interface LorenzCurve {
  /** From (0, 0) to (1, 1), a few hundred at most. */
  readonly points: readonly LorenzPoint[]
  /** 0: all hold the same; towards 1: one holds all. */
  readonly gini: number
  /** The fewest holders who together hold at least half. */
  readonly holdersOfHalf: number
  /** Part of the whole that the `count` largest hold. */
  shareOfLargest(count: number): number
}

/** The largest part that is not the whole. */
const MAX_OF_ALL = 1 - Number.EPSILON

/** Steps of either axis between two points of the curve. */
const STEPS = 100

/**
 * @param balances of any number above 0, each above 0, in any unit; sorted in place.
 */
export function lorenzCurve(balances: Float64Array): LorenzCurve {
  balances.sort()
  const count = balances.length
  let total = 0
  for (let index = 0; index < count; index++) total += balances[index] as number
  const points: LorenzPoint[] = [{ holders: 0, balance: 0 }]
  let [sum, weighted, lastHeld, lastPart] = [0, 0, 0, 0]
  for (let index = 0; index < count; index++) {
    const balance = balances[index] as number
    sum += balance
    weighted += (2 * (index + 1) - count - 1) * balance
    const held = (index + 1) / count
    const part = sum / total
    // Before one that holds a part of the whole by itself the curve has a corner.
    if (part - lastPart > 1 / STEPS) points.push({ holders: lastHeld, balance: lastPart })
    if (isStep(lastHeld, held) || isStep(lastPart, part)) {
      points.push({ holders: held, balance: part })
    }
    lastHeld = held
    lastPart = part
  }
  const shareOfLargest = (largest: number) => {
    const sum = balances.subarray(Math.max(0, count - largest)).reduce((all, one) => all + one, 0)
    // Some are never all, however little the others have.
    return largest < count ? Math.min(sum / total, MAX_OF_ALL) : 1
  }
  return {
    points,
    gini: weighted / (count * total),
    holdersOfHalf: fewestWithHalf(balances, total),
    shareOfLargest,
  }
}

function isStep(from: number, to: number): boolean {
  return Math.floor(from * STEPS) !== Math.floor(to * STEPS)
}

function fewestWithHalf(ascending: Float64Array, total: number): number {
  let sum = 0
  for (let index = ascending.length - 1; index >= 0; index--) {
    sum += ascending[index] as number
    if (2 * sum >= total) return ascending.length - index
  }
  return ascending.length
}
