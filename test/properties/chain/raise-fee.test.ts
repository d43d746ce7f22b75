import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  feeSteps,
  minReplacement,
  replacementFee,
} from '../../../src/chain/replacement/raise-fee.ts'
import type { FeeQuote } from '../../../src/chain/transactions/intent.ts'

const wei = fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(0n, 10n ** 15n))

/** EIP-1559 with a tip below the highest fee, or a gas price. */
const fees: fc.Arbitrary<FeeQuote> = fc.oneof(
  fc.tuple(wei, wei).map(([a, b]): FeeQuote => (a > b ? dynamic(a, b) : dynamic(b, a))),
  wei.map((price): FeeQuote => ({ type: 0, maxFeeWei: price, priorityFeeWei: price })),
)

function dynamic(maxFeeWei: bigint, priorityFeeWei: bigint): FeeQuote {
  return { type: 2, maxFeeWei, priorityFeeWei }
}

/** geth, core/txpool/legacypool/list.go: more than before, and not below the floor of a tenth more. */
function takenByGeth(before: FeeQuote, after: FeeQuote): boolean {
  const isMore = (a: bigint, b: bigint) => a > b && a >= (b * 110n) / 100n
  return (
    isMore(after.maxFeeWei, before.maxFeeWei) && isMore(after.priorityFeeWei, before.priorityFeeWei)
  )
}

/** Nethermind wants a tenth of the old fee on top, the tenth rounded down. */
function takenByNethermind(before: FeeQuote, after: FeeQuote): boolean {
  const isMore = (a: bigint, b: bigint) => a > b && a >= b + b / 10n
  return (
    isMore(after.maxFeeWei, before.maxFeeWei) && isMore(after.priorityFeeWei, before.priorityFeeWei)
  )
}

function isSound({ type, maxFeeWei, priorityFeeWei }: FeeQuote): boolean {
  return type === 0 ? maxFeeWei === priorityFeeWei : priorityFeeWei <= maxFeeWei
}

test('a replacement is taken by every pool, passes no cap, and is refused only where none could be', () => {
  fc.assert(
    fc.property(fees, fees, fc.option(wei, { nil: undefined }), (earlier, market, capWei) => {
      const wanted = earlier.type === 0 ? { ...market, priorityFeeWei: market.maxFeeWei } : market
      const fee = replacementFee(earlier, wanted, capWei)
      if (fee === null) {
        expect(minReplacement(earlier).maxFeeWei).toBeGreaterThan(capWei as bigint)
        return
      }
      expect(takenByGeth(earlier, fee) && takenByNethermind(earlier, fee)).toBe(true)
      expect(isSound(fee)).toBe(true)
      if (capWei !== undefined) expect(fee.maxFeeWei).toBeLessThanOrEqual(capWei)
      else expect(fee.maxFeeWei).toBeGreaterThanOrEqual(wanted.maxFeeWei)
    }),
  )
})

test('the least replacement is the least: one wei less is not a tenth more', () => {
  fc.assert(
    fc.property(fees, (earlier) => {
      const least = minReplacement(earlier)
      const isTenthMore = (a: bigint, b: bigint) => a > b && a * 10n >= b * 11n
      expect(isTenthMore(least.maxFeeWei, earlier.maxFeeWei)).toBe(true)
      expect(isTenthMore(least.maxFeeWei - 1n, earlier.maxFeeWei)).toBe(false)
    }),
  )
})

test('the steps to a budget are evenly spaced, each a replacement, and end at the budget itself', () => {
  const times = fc.tuple(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 1e9 }))
  fc.assert(
    fc.property(fees, wei, times, (first, budgetWei, [fromMs, lengthMs]) => {
      const deadlineMs = fromMs + lengthMs
      const steps = feeSteps(first, budgetWei, { fromMs, deadlineMs })
      expect(steps.length).toBeLessThanOrEqual(10)
      expect(steps.length === 0).toBe(minReplacement(first).maxFeeWei > budgetWei)
      let before = first
      for (const [index, { atMs, fee }] of steps.entries()) {
        expect(takenByGeth(before, fee) && isSound(fee)).toBe(true)
        expect(fee.maxFeeWei).toBeLessThanOrEqual(budgetWei)
        const share = (lengthMs * (index + 1)) / (steps.length + 1)
        expect(Math.abs(atMs - fromMs - share)).toBeLessThanOrEqual(1)
        expect(atMs).toBeLessThanOrEqual(deadlineMs)
        before = fee
      }
      if (steps.length > 0) expect(before.maxFeeWei).toBe(budgetWei)
    }),
  )
})
