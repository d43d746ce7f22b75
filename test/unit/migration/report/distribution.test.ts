import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countHolders } from '../../../../src/migration/report/count-holders.ts'
import { shareOf, shareOfOne } from '../../../../src/migration/report/figures.ts'
import { HolderCensus } from '../../../../src/migration/report/holder-distribution.ts'
import { type LorenzCurve, lorenzCurve } from '../../../../src/migration/report/lorenz-curve.ts'
import { packRow } from '../../../../src/primitives/account-rows.ts'
import { accounts, amounts } from '../../../support/account-files.ts'

function distributionOf(balances: readonly bigint[], decimals = 0) {
  const census = new HolderCensus()
  for (const [index, balance] of balances.entries()) census.add(`holder ${index}`, balance)
  return census.finish(decimals)
}

function curveOf(...balances: number[]): LorenzCurve {
  return lorenzCurve(Float64Array.from(balances))
}

const balance = fc.oneof(
  fc.bigInt({ min: 1n, max: 1000n }),
  fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }),
)
const balances = fc.array(balance, { minLength: 1, maxLength: 300 })

describe('the Gini coefficient', () => {
  // By the definition, half the relative mean absolute difference, worked out by hand.
  it.each([
    [[5, 5, 5, 5], 0],
    [[7], 0],
    [[1, 2, 3, 4, 5], 4 / 15],
    [[1, 3], 1 / 4],
    [[1, 1, 1, 97], 0.72],
  ])('of %j is %d', (list, gini) => {
    expect(curveOf(...list).gini).toBeCloseTo(gini, 12)
  })

  it('is the mean difference of any two holders, halved, over the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 1 }), (list) => {
        const sum = list.reduce((a, b) => a + b, 0)
        const differences = list.flatMap((a) => list.map((b) => Math.abs(a - b)))
        const mean = differences.reduce((a, b) => a + b, 0) / (2 * list.length * sum)
        expect(curveOf(...list).gini).toBeCloseTo(mean, 9)
      }),
    )
  })
})

describe('a census', () => {
  it('of many holders at once is that of each of them', () => {
    fc.assert(
      fc.property(accounts(90), fc.integer({ min: 0, max: 20 }), (list, decimals) => {
        const held = list.filter(({ amount }) => amount > 0n)
        const [each, atOnce] = [new HolderCensus(), new HolderCensus()]
        for (const { address, amount } of held) each.add(address, amount)
        atOnce.addRows(Buffer.concat(held.map(({ address, amount }) => packRow(address, amount))))
        const { curve, ...expected } = each.finish(decimals)
        const { curve: found, ...rest } = atOnce.finish(decimals)
        expect(rest).toEqual(expected)
        expect([found?.points, found?.gini]).toEqual([curve?.points, curve?.gini])
      }),
      { numRuns: 300 },
    )
  })

  it('rounds balances to doubles as numbers are rounded', () => {
    // The 54th bit, and whatever may be below it.
    const edges = fc
      .tuple(fc.integer({ min: 53, max: 255 }), fc.bigInt(0n, 7n), fc.bigInt(-1n, 1n))
      .map(
        ([bits, tail, more]) =>
          (1n << BigInt(bits)) + (tail << BigInt(bits - 54 > 0 ? bits - 54 : 0)) + more,
      )
    fc.assert(
      fc.property(fc.oneof(edges, amounts), (amount) => {
        const { doubles } = countHolders(packRow(`0x${'1'.repeat(40)}`, amount))
        expect([...doubles]).toEqual([Number(amount)])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the Lorenz curve', () => {
  it('rises from nothing to all, below the line of equality, ever steeper', () => {
    fc.assert(
      fc.property(balances, (list) => {
        const { points } = distributionOf(list).curve as LorenzCurve
        expect(points[0]).toEqual({ holders: 0, balance: 0 })
        expect(points.at(-1)).toEqual({ holders: 1, balance: 1 })
        let slope = 0
        for (let i = 1; i < points.length; i++) {
          const [a, b] = [points[i - 1], points[i]] as [(typeof points)[0], (typeof points)[0]]
          expect(b.holders).toBeGreaterThanOrEqual(a.holders)
          if (b.holders === a.holders) continue
          const next = (b.balance - a.balance) / (b.holders - a.holders)
          expect(next).toBeGreaterThanOrEqual(slope - 1e-9)
          slope = next
        }
      }),
    )
  })

  it('stays a few hundred points long, however many hold', () => {
    const list = Float64Array.from({ length: 200_000 }, (_, i) => (i % 1000) ** 3 + 1)
    expect(lorenzCurve(list).points.length).toBeLessThan(500)
  })

  it('has its corners where single holders own much', () => {
    const { points, holdersOfHalf } = curveOf(...Array(998).fill(1), 500, 502)
    expect(points).toContainEqual({ holders: 0.998, balance: 0.499 })
    expect(points).toContainEqual({ holders: 0.999, balance: 0.749 })
    expect(holdersOfHalf).toBe(2)
  })

  it('is not drawn of nobody', () => {
    expect(distributionOf([])).toMatchObject({ holders: 0, curve: null, sizeClasses: [] })
  })
})

describe('size classes', () => {
  it('hold every holder and every base unit once', () => {
    fc.assert(
      fc.property(balances, fc.integer({ min: 0, max: 30 }), (list, decimals) => {
        const { sizeClasses, totalBaseUnits } = distributionOf(list, decimals)
        expect(sizeClasses.length).toBeLessThanOrEqual(10)
        expect(sizeClasses.reduce((sum, one) => sum + one.holders, 0)).toBe(list.length)
        expect(sizeClasses.reduce((sum, one) => sum + one.baseUnits, 0n)).toBe(totalBaseUnits)
        expect(totalBaseUnits).toBe(list.reduce((sum, one) => sum + one, 0n))
      }),
    )
  })

  it('begin at their power of ten and end before the next', () => {
    expect(distributionOf([99n, 100n, 999n, 1000n], 2).sizeClasses).toEqual([
      { fromExponent: -1, toExponent: 0, holders: 1, baseUnits: 99n },
      { fromExponent: 0, toExponent: 1, holders: 2, baseUnits: 1099n },
      { fromExponent: 1, toExponent: 2, holders: 1, baseUnits: 1000n },
    ])
  })

  it('are one below the tenth', () => {
    const list = Array.from({ length: 15 }, (_, exponent) => 10n ** BigInt(exponent))
    const [smallest, next] = distributionOf(list, 0).sizeClasses
    expect(smallest).toMatchObject({ fromExponent: null, toExponent: 6, holders: 6 })
    expect(next).toMatchObject({ fromExponent: 6, toExponent: 7, holders: 1 })
  })
})

it('the largest holders are those a full sort would find, the first of equals first', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 50n }), { maxLength: 200 }), (list) => {
      const sorted = list
        .map((amount, index) => ({ address: `holder ${index}`, amount }))
        .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1))
      expect(distributionOf(list).largest).toEqual(sorted.slice(0, 25))
    }),
  )
})

describe('a share', () => {
  it('of some holders is not all, however little the others have', () => {
    const { curve } = distributionOf([1n, 2n ** 63n])
    expect(shareOfOne(curve?.shareOfLargest(1) ?? 0)).toBe('> 99.99 %')
    expect(shareOfOne(curve?.shareOfLargest(2) ?? 0)).toBe('100.00 %')
  })

  it('is never nothing of something, and never all of less', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 40n }), fc.bigInt({ min: 1n }), (part, rest) => {
        const text = shareOf(part, part + rest)
        expect(text).not.toBe('0.00 %')
        expect(text).not.toBe('100.00 %')
      }),
    )
  })

  it.each([
    [0n, 7n, '0.00 %'],
    [7n, 7n, '100.00 %'],
    [1n, 3n, '33.33 %'],
    [2n, 3n, '66.67 %'],
    [1n, 10n ** 9n, '< 0.01 %'],
    [10n ** 9n - 1n, 10n ** 9n, '> 99.99 %'],
    [0n, 0n, '–'],
  ])('%d of %d is %s', (part, whole, text) => {
    expect(shareOf(part, whole)).toBe(text)
  })
})
