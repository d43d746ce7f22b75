import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  convertDecimals,
  convertRows,
  decimalsChange,
} from '../../../src/migration/allocation/decimals.ts'
import type { CampaignRules } from '../../../src/migration/campaign/campaign.ts'
import { holdersIn } from '../../../src/migration/snapshot/holder.ts'
import { packRow } from '../../../src/primitives/account-rows.ts'
import { amounts } from '../../support/account-files.ts'
import { applyRules, type Balance, NO_RULES } from '../../support/rules.ts'

/** Few addresses, so that rules meet balances. */
const ADDRESSES = Array.from({ length: 12 }, (_, i) => `0x${i.toString(16).repeat(40)}`).slice(1)

const snapshots = fc
  .tuple(
    fc.subarray(ADDRESSES),
    fc.array(fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1n, 2n ** 200n)), {
      minLength: ADDRESSES.length,
      maxLength: ADDRESSES.length,
    }),
  )
  .map(([addresses, amounts]) =>
    addresses.map((address, i): Balance => ({ address, balance: amounts[i] as bigint })),
  )

/** As a campaign may have them: nobody ruled on twice, no redirect to somebody ruled on. */
const ruleSets = fc
  .record({
    fates: fc.array(fc.constantFrom('keep', 'keep', 'exclude', 'redirect'), {
      minLength: ADDRESSES.length,
      maxLength: ADDRESSES.length,
    }),
    targets: fc.array(fc.nat(), { minLength: ADDRESSES.length, maxLength: ADDRESSES.length }),
    minimumBaseUnits: fc.bigInt(0n, 500n),
    from: fc.integer({ min: 0, max: 4 }),
    to: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ fates, targets, minimumBaseUnits, from, to }): CampaignRules => {
    const of = (fate: string) => ADDRESSES.filter((_, i) => fates[i] === fate)
    const kept = of('keep')
    const redirected = kept.length === 0 ? [] : of('redirect')
    return {
      ...NO_RULES,
      decimals: { from, to },
      minimumBaseUnits,
      exclude: of('exclude').map((address) => ({ address, reason: 'x' })),
      redirect: redirected.map((address, i) => ({
        from: address,
        to: kept[(targets[i] as number) % kept.length] as string,
        reason: 'x',
      })),
    }
  })

/** The rules as the manual states them, one holder at a time over a plain map. */
function naive(snapshot: readonly Balance[], rules: CampaignRules) {
  const { from, to } = rules.decimals as { from: number; to: number }
  const held = new Map<string, bigint>()
  let excluded = 0n
  for (const { address, balance } of snapshot) {
    if (rules.exclude.some((rule) => rule.address === address)) {
      excluded += balance
      continue
    }
    const owner = rules.redirect.find((rule) => rule.from === address)?.to ?? address
    held.set(owner, (held.get(owner) ?? 0n) + balance)
  }
  const allocations: { address: string; amount: bigint }[] = []
  let dust = 0n
  let rounding = 0n
  for (const address of [...held.keys()].sort()) {
    const balance = held.get(address) as bigint
    const amount = (balance * 10n ** BigInt(to)) / 10n ** BigInt(from)
    if (amount === 0n || amount < rules.minimumBaseUnits) dust += balance
    else {
      rounding += balance - (amount * 10n ** BigInt(from)) / 10n ** BigInt(to)
      allocations.push({ address, amount })
    }
  }
  return { allocations, excluded, dust, rounding }
}

describe('for every snapshot and every set of rules', () => {
  it('each base unit of the snapshot ends in exactly one bucket', () => {
    fc.assert(
      fc.property(snapshots, ruleSets, (snapshot, rules) => {
        const { buckets } = applyRules(snapshot, rules)
        const total = snapshot.reduce((sum, { balance }) => sum + balance, 0n)
        expect(Object.values(buckets).reduce((sum, bucket) => sum + bucket)).toBe(total)
      }),
    )
  })

  it('the allocations are those of the rules read one holder at a time', () => {
    fc.assert(
      fc.property(snapshots, ruleSets, (snapshot, rules) => {
        const { allocations, buckets, totalBaseUnits } = applyRules(snapshot, rules)
        const { allocations: expected, ...sums } = naive(snapshot, rules)
        expect(allocations).toEqual(expected)
        expect(buckets).toMatchObject(sums)
        expect(totalBaseUnits).toBe(expected.reduce((sum, { amount }) => sum + amount, 0n))
      }),
      { numRuns: 500 },
    )
  })

  it('whoever has no allocation of their own is listed with the rule that says so', () => {
    fc.assert(
      fc.property(snapshots, ruleSets, (snapshot, rules) => {
        const { allocations, ruled } = applyRules(snapshot, rules)
        const named = new Set([...allocations, ...ruled].map(({ address }) => address))
        for (const { address } of snapshot) expect(named).toContain(address)
        expect(ruled.map(({ address }) => address)).toEqual(
          ruled.map(({ address }) => address).sort(),
        )
      }),
    )
  })
})

describe('many balances at once', () => {
  it('are converted as each of them is', () => {
    const decimals = fc.integer({ min: 0, max: 77 })
    const cases = fc.tuple(fc.array(amounts, { maxLength: 20 }), decimals, decimals, amounts)
    fc.assert(
      fc.property(cases, ([balances, from, to, minimum]) => {
        const change = decimalsChange({ from, to })
        const address = ADDRESSES[0] as string
        const rows = Buffer.concat(balances.map((balance) => packRow(address, balance)))
        const found = convertRows(change, minimum, rows)

        const each = balances.map((balance) => ({ balance, ...convertDecimals(change, balance) }))
        const passes = ({ amount }: { amount: bigint }) => amount >= minimum && amount < 2n ** 256n
        const passing = each.filter(passes)
        const sumOf = (key: 'amount' | 'balance' | 'remainder') =>
          passing.reduce((sum, one) => sum + one[key], 0n)
        expect([...holdersIn([found.rows])]).toEqual(
          passing.map(({ amount }) => ({ address, amount })),
        )
        expect(found).toMatchObject({
          amount: sumOf('amount'),
          balance: sumOf('balance'),
          remainder: sumOf('remainder'),
          rejected: [...each.keys()].filter((index) => !passes(each[index] as never)),
        })
      }),
      { numRuns: 500 },
    )
  })
})
