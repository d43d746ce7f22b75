import { describe, expect, it } from 'vitest'
import { applyRules } from '../../support/rules.ts'

const account = (digit: string) => `0x${digit.repeat(40)}`
const [A, B, C, D] = ['1', '2', '3', 'd'].map(account) as [string, string, string, string]
const balances = [
  { address: A, balance: 100n },
  { address: B, balance: 20n },
  { address: C, balance: 3n },
]

describe('rules', () => {
  it('that say nothing allocate every balance as it is', () => {
    const { allocations, buckets, ruled } = applyRules(balances, {})
    expect(allocations).toEqual([
      { address: A, amount: 100n },
      { address: B, amount: 20n },
      { address: C, amount: 3n },
    ])
    expect(buckets).toEqual({ allocated: 123n, dust: 0n, excluded: 0n, rounding: 0n, unbound: 0n })
    expect(ruled).toEqual([])
  })

  it('exclude a balance whole', () => {
    const { allocations, buckets, ruled } = applyRules(balances, {
      exclude: [{ address: B, reason: 'burned' }],
    })
    expect(allocations.map(({ address }) => address)).toEqual([A, C])
    expect(buckets).toMatchObject({ allocated: 103n, excluded: 20n })
    expect(ruled).toEqual([
      { address: B, outcome: 'excluded', balanceBaseUnits: 20n, rule: 'exclude[0]' },
    ])
  })

  it.each([
    [
      'a later holder',
      A,
      C,
      [
        { address: B, amount: 20n },
        { address: C, amount: 103n },
      ],
    ],
    [
      'an earlier holder',
      C,
      A,
      [
        { address: A, amount: 103n },
        { address: B, amount: 20n },
      ],
    ],
    [
      'an account above all that held nothing',
      A,
      D,
      [
        { address: B, amount: 20n },
        { address: C, amount: 3n },
        { address: D, amount: 100n },
      ],
    ],
    [
      'an account below all that held nothing',
      C,
      account('0').replace(/0$/, '1'),
      [
        { address: account('0').replace(/0$/, '1'), amount: 3n },
        { address: A, amount: 100n },
        { address: B, amount: 20n },
      ],
    ],
  ])('redirect a balance to %s, in order of address', (_, from, to, expected) => {
    const { allocations, buckets } = applyRules(balances, { redirect: [{ from, to, reason: 'x' }] })
    expect(allocations).toEqual(expected)
    expect(buckets.allocated).toBe(123n)
  })

  it('may redirect several balances to one account', () => {
    const { allocations } = applyRules(balances, {
      redirect: [
        { from: A, to: D, reason: 'x' },
        { from: B, to: D, reason: 'x' },
      ],
    })
    expect(allocations).toEqual([
      { address: C, amount: 3n },
      { address: D, amount: 120n },
    ])
  })

  it('take more decimals exactly', () => {
    const { allocations, buckets, totalBaseUnits } = applyRules(
      balances,
      { decimals: { from: 8, to: 18 } },
      8,
    )
    expect(allocations[0]).toEqual({ address: A, amount: 100n * 10n ** 10n })
    expect(totalBaseUnits).toBe(123n * 10n ** 10n)
    expect(buckets.allocated).toBe(123n)
  })

  it('keep what fewer decimals cannot express in a bucket of its own', () => {
    const { allocations, buckets, totalBaseUnits } = applyRules(
      [{ address: A, balance: 12_345n }],
      { decimals: { from: 5, to: 3 } },
      5,
    )
    expect(allocations).toEqual([{ address: A, amount: 123n }])
    expect(totalBaseUnits).toBe(123n)
    expect(buckets).toMatchObject({ allocated: 12_300n, rounding: 45n })
  })

  it('measure the minimum after conversion and redirects', () => {
    const { allocations, buckets, ruled } = applyRules(balances, {
      minimumBaseUnits: 23n,
      redirect: [{ from: C, to: B, reason: 'x' }],
    })
    expect(allocations).toEqual([
      { address: A, amount: 100n },
      { address: B, amount: 23n },
    ])
    expect(buckets.dust).toBe(0n)
    expect(ruled).toHaveLength(1)
    expect(applyRules(balances, { minimumBaseUnits: 24n }).buckets.dust).toBe(23n)
  })

  it('allocate nothing to nobody, even without a minimum', () => {
    const rules = { decimals: { from: 2, to: 0 }, minimumBaseUnits: 0n }
    const { allocations, buckets } = applyRules([{ address: A, balance: 99n }], rules, 2)
    expect(allocations).toEqual([])
    expect(buckets.dust).toBe(99n)
  })

  it('name those whose address holds nothing', () => {
    const { idleRules } = applyRules(balances, {
      exclude: [
        { address: A, reason: 'x' },
        { address: D, reason: 'x' },
      ],
    })
    expect(idleRules).toEqual(['exclude[1]'])
  })

  it('match addresses whatever their case in the campaign', () => {
    const { allocations } = applyRules([{ address: D, balance: 1n }], {
      exclude: [{ address: `0x${'D'.repeat(40)}`, reason: 'x' }],
    })
    expect(allocations).toEqual([])
  })

  it.each([
    ['one allocation', [{ address: A, balance: 2n ** 255n }], { from: 0, to: 1 }],
    ['their sum', [A, B].map((address) => ({ address, balance: 2n ** 255n })), null],
  ])('refuse to let %s pass 256 bits', (_, huge, decimals) => {
    expect(() => applyRules(huge, { decimals }, decimals?.from ?? 18)).toThrowError(
      expect.objectContaining({ code: 'ALLOCATION_OVERFLOW', exitCode: 3 }),
    )
  })
})
