import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BoundAllocations,
  BoundAllocator,
} from '../../../src/migration/binding/bound-allocator.ts'
import type { CampaignRules } from '../../../src/migration/campaign/campaign.ts'
import type { BytomHolder } from '../../../src/migration/snapshot/bytom/holder-rows.ts'
import { ACCOUNTS, singleHolder } from '../../support/bindings.ts'
import { NO_RULES } from '../../support/rules.ts'

const HOLDERS = Array.from({ length: 8 }, (_, seed) => singleHolder(seed + 1)).sort((a, b) =>
  a.address < b.address ? -1 : 1,
)

/** A holder's latest word, by his place. He may speak again after he was paid. */
const words = fc.array(fc.tuple(fc.nat(HOLDERS.length - 1), fc.constantFrom(...ACCOUNTS)), {
  maxLength: 6,
})

const scenes = fc.record({
  balances: fc.array(fc.oneof(fc.bigInt(1n, 200n), fc.bigInt(1n, 2n ** 63n - 1n)), {
    minLength: HOLDERS.length,
    maxLength: HOLDERS.length,
  }),
  /** What was said before the first build, and before each supplement. */
  rounds: fc.array(words, { minLength: 1, maxLength: 5 }),
  excluded: fc.option(fc.nat(HOLDERS.length - 1), { nil: undefined }),
  redirected: fc.option(fc.nat(HOLDERS.length - 1), { nil: undefined }),
  decimals: fc.constantFrom({ from: 8, to: 18 }, { from: 8, to: 6 }, { from: 8, to: 8 }),
  minimumBaseUnits: fc.constantFrom(0n, 1n, 3n, 150n),
  unattributable: fc.bigInt(0n, 1000n),
})

interface Scene extends Pick<CampaignRules, 'decimals' | 'minimumBaseUnits'> {
  readonly balances: readonly bigint[]
  readonly rounds: readonly (readonly (readonly [number, string])[])[]
  readonly excluded: number | undefined
  readonly redirected: number | undefined
  readonly unattributable: bigint
}

/** Builds the first tree and a supplement for every later round, each on what was left unbound. */
function play(scene: Scene): { snapshot: BytomHolder[]; trees: BoundAllocations[] } {
  const { excluded, redirected, decimals, minimumBaseUnits } = scene
  const snapshot = HOLDERS.map(({ address, program }, i) => ({
    address,
    program,
    baseUnits: scene.balances[i] as bigint,
  }))
  const named = (place: number | undefined) => (place === undefined ? [] : [HOLDERS[place]])
  const first: CampaignRules = {
    ...NO_RULES,
    decimals,
    minimumBaseUnits,
    exclude: named(excluded).map((holder) => ({ address: holder?.program as string, reason: 'x' })),
    redirect: named(redirected === excluded ? undefined : redirected).map((holder) => ({
      from: holder?.address as string,
      to: ACCOUNTS[0],
      reason: 'x',
    })),
  }
  const destinations = new Map<string, string>()
  const trees: BoundAllocations[] = []
  let left: readonly BytomHolder[] = snapshot
  for (const [number, round] of scene.rounds.entries()) {
    for (const [place, account] of round) {
      // The operator's word and the holder's may not differ.
      if (place === redirected) continue
      destinations.set(HOLDERS[place]?.program as string, account)
    }
    const allocator = new BoundAllocator({
      rules: number === 0 ? first : { ...first, exclude: [], redirect: [] },
      decimals: 8,
      network: 'solonet',
      destinations,
      unattributable: number === 0 ? scene.unattributable : 0n,
    })
    for (const holder of left) allocator.take(holder)
    trees.push(allocator.finish())
    left = trees.at(-1)?.unbound ?? []
  }
  return { snapshot, trees }
}

const sum = (units: Iterable<bigint>) => [...units].reduce((total, one) => total + one, 0n)

describe('over every sequence of bindings and supplements', () => {
  it('a program is in one tree at most, and with what it held in the snapshot', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { snapshot, trees } = play(scene)
        const held = new Map(snapshot.map(({ program, baseUnits }) => [program, baseUnits]))
        const paid = trees.flatMap(({ bound }) => bound)
        expect(new Set(paid.map(({ program }) => program)).size).toBe(paid.length)
        for (const { program, baseUnits } of paid) expect(baseUnits).toBe(held.get(program))
      }),
      { numRuns: 300 },
    )
  })

  it('each base unit of the snapshot ends in one bucket of one tree, or in the last unbound', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { snapshot, trees } = play(scene)
        const total = sum(snapshot.map(({ baseUnits }) => baseUnits)) + scene.unattributable
        const settled = trees.map(({ buckets: { unbound: _, ...rest } }) =>
          sum(Object.values(rest) as bigint[]),
        )
        expect(sum(settled) + (trees.at(-1)?.buckets.unbound ?? 0n)).toBe(total)
        for (const [index, { buckets, snapshotTotalBaseUnits }] of trees.entries()) {
          const given = index === 0 ? total : (trees[index - 1]?.buckets.unbound as bigint)
          expect(snapshotTotalBaseUnits).toBe(given)
          expect(sum(Object.values(buckets) as bigint[])).toBe(given)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('a leaf is what its holders held, in the decimals of the asset paid', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { from, to } = scene.decimals as { from: number; to: number }
        for (const { allocations, bound, totalBaseUnits } of play(scene).trees) {
          for (const { account, amount } of allocations) {
            const parts = bound.filter((holder) => holder.account === account)
            const held = sum(parts.map(({ baseUnits }) => baseUnits))
            expect(amount).toBe((held * 10n ** BigInt(to)) / 10n ** BigInt(from))
            expect(amount).toBeGreaterThan(0n)
          }
          expect(new Set(allocations.map(({ account }) => account)).size).toBe(allocations.length)
          expect(sum(allocations.map(({ amount }) => amount))).toBe(totalBaseUnits)
        }
      }),
    )
  })
})
