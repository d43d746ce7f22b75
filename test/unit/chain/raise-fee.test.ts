import { describe, expect, it } from 'vitest'
import {
  feeSteps,
  minReplacement,
  replacementFee,
} from '../../../src/chain/replacement/raise-fee.ts'
import type { FeeQuote } from '../../../src/chain/transactions/intent.ts'

const GWEI = 10n ** 9n
const FIRST: FeeQuote = { type: 2, maxFeeWei: 30n * GWEI, priorityFeeWei: 2n * GWEI }

describe('the least that replaces a transaction', () => {
  it('is a tenth more of the highest fee and of the tip', () => {
    expect(minReplacement(FIRST)).toEqual({
      type: 2,
      maxFeeWei: 33n * GWEI,
      priorityFeeWei: 2_200_000_000n,
    })
  })

  it('is rounded up, and one wei more at least', () => {
    const odd: FeeQuote = { type: 2, maxFeeWei: 101n, priorityFeeWei: 0n }
    expect(minReplacement(odd)).toMatchObject({ maxFeeWei: 112n, priorityFeeWei: 1n })
  })
})

describe('the fee of a replacement', () => {
  it('is what the market asks where that is more', () => {
    const market: FeeQuote = { type: 2, maxFeeWei: 50n * GWEI, priorityFeeWei: GWEI }
    expect(replacementFee(FIRST, market, undefined)).toEqual({
      type: 2,
      maxFeeWei: 50n * GWEI,
      priorityFeeWei: 2_200_000_000n,
    })
  })

  it('stops at the cap, and is none where the least is above it', () => {
    const market: FeeQuote = { type: 2, maxFeeWei: 50n * GWEI, priorityFeeWei: 50n * GWEI }
    expect(replacementFee(FIRST, market, 40n * GWEI)).toEqual({
      type: 2,
      maxFeeWei: 40n * GWEI,
      priorityFeeWei: 40n * GWEI,
    })
    expect(replacementFee(FIRST, market, 33n * GWEI)).toMatchObject({ maxFeeWei: 33n * GWEI })
    expect(replacementFee(FIRST, market, 33n * GWEI - 1n)).toBeNull()
  })
})

describe('the steps to a budget', () => {
  const times = { fromMs: 1_000, deadlineMs: 5_000 }

  it('rise by a tenth, the last one to the budget, with time left after it', () => {
    expect(
      feeSteps(FIRST, 40n * GWEI, times).map(({ atMs, fee }) => [atMs, fee.maxFeeWei / GWEI]),
    ).toEqual([
      [2_000, 33n],
      [3_000, 36n],
      [4_000, 40n],
    ])
  })

  it('are ten at most, however far it is', () => {
    const steps = feeSteps(FIRST, 30_000n * GWEI, times)
    expect(steps.length).toBeLessThanOrEqual(10)
    expect(steps.at(-1)?.fee.maxFeeWei).toBe(30_000n * GWEI)
  })

  it('are none where the budget leaves no room', () => {
    expect(feeSteps(FIRST, 32n * GWEI, times)).toEqual([])
  })
})
