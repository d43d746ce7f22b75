import fc from 'fast-check'
import { expect, it } from 'vitest'
import { holdingsOf } from '../../../src/migration/snapshot/bytom/holdings.ts'
import {
  VerifiedChain,
  verifiedBlock,
} from '../../../src/migration/snapshot/bytom/verified-chain.ts'
import { ANYBODY, BTM, BytomChain, type Coin, program } from '../../support/bytom-chain.ts'

const GOLD = 'ab'.repeat(32)
const RETIRE = '6a'
const PROGRAMS = [1, 2, 3].map(program).concat(ANYBODY, `51${program(1).slice(2)}`, RETIRE)

/** What happens in a block; picks are taken modulo what there is to pick from. */
const step = fc.record({
  spends: fc.array(fc.nat(1000), { maxLength: 3 }),
  repeats: fc.boolean(),
  issues: fc.option(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), { nil: undefined }),
  to: fc.array(fc.nat(PROGRAMS.length - 1), { minLength: 1, maxLength: 4 }),
  fails: fc.boolean(),
})
const steps = fc.array(step, { maxLength: 12 })

/** A chain and, kept apart from it in the plainest way, what should be left on it. */
function played(moves: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  const chain = new BytomChain()
  let left: Coin[] = []
  const excess = { [BTM]: 0n, [GOLD]: 0n }
  for (const { spends, repeats, issues, to, fails } of moves) {
    const picked = [...new Set(spends.map((pick) => left[pick % left.length]))].filter(
      (coin) => coin,
    )
    const coins = picked as Coin[]
    const repeated = repeats ? coins.slice(0, 1) : []
    const issued = issues === undefined ? [] : [{ assetId: GOLD, amount: issues }]
    const values = [...coins, ...repeated, ...issued]
    const pays = values.map(({ assetId, amount }, i) => {
      const fee = assetId === BTM && amount > 10n ? 10n : 0n
      return {
        assetId,
        amount: amount - fee,
        program: PROGRAMS[to[i % to.length] as number] as string,
      }
    })
    if (pays.some(({ amount }) => amount >= 2n ** 63n)) continue
    const { coinbase, paid } = chain.mine([
      { spends: coins, repeats: repeated, issues: issued, pays, fails },
    ])
    const happened = ({ assetId }: Coin) => assetId === BTM || !fails
    left = left.filter((coin) => !(coins.includes(coin) && happened(coin)))
    left.push(coinbase, ...paid.flat().filter((coin) => happened(coin) && coin.program !== RETIRE))
    for (const coin of repeated.filter(happened))
      excess[coin.assetId as typeof BTM] = (excess[coin.assetId] ?? 0n) + coin.amount
  }
  return { chain, left, excess }
}

it('no unit is lost or made: what is unspent is what was issued, less what was retired', () => {
  fc.assert(
    fc.property(steps, (moves) => {
      const { chain, left, excess } = played(moves)
      for (const assetId of [BTM, GOLD]) {
        const verified = new VerifiedChain(assetId, 'solonet')
        for (const [height, text] of chain.blocks.entries())
          verified.take(verifiedBlock(Buffer.from(text), height))
        const { replay } = verified
        const { total, holders, unattributable } = holdingsOf(replay.unspent(), {
          ...{ assetId, height: chain.height, network: 'solonet' },
        })
        const made = replay.repeatedSpends.reduce(
          (sum, { excessBaseUnits }) => sum + excessBaseUnits,
          0n,
        )
        expect(total).toBe(replay.issued - replay.retired + made)
        expect(made).toBe(excess[assetId])

        const expected = new Map<string, bigint>()
        // The genesis output is not among what was played.
        if (assetId === BTM) expected.set(program(0), 140_700_041_250_000_000n)
        for (const coin of left.filter((one) => one.assetId === assetId)) {
          expected.set(coin.program, (expected.get(coin.program) ?? 0n) + coin.amount)
        }
        const found = new Map(unattributable.map((one) => [one.program, one.baseUnits]))
        for (const { lines } of holders.pieces()) {
          for (const line of String(lines).trimEnd().split('\n')) {
            const [, balance, holder] = line.split(',') as [string, string, string]
            found.set(holder, BigInt(balance))
          }
        }
        expect(found).toEqual(expected)
      }
    }),
    { numRuns: 60 },
  )
})
