import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { SPENDING_WINDOW_MS, SpendingLedger } from '../../src/database/spending-ledger.ts'
import { withFolder } from '../support/engine.ts'

const HOUR = 3_600_000

/** A clock that stands until it is set. */
class SetClock {
  time = Date.UTC(2026, 0, 2)
  now = () => this.time
}

interface Opened {
  readonly ledger: SpendingLedger
  readonly clock: SetClock
  readonly database: Database
  /** The same ledger as another process has it. */
  readonly again: SpendingLedger
}

async function withLedger(work: (opened: Opened) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const url = `sqlite:${join(folder, 'capstan.db')}`
    const [database, other] = [await openDatabase(url), await openDatabase(url)]
    const clock = new SetClock()
    const ledger = await SpendingLedger.open(database, clock)
    const again = await SpendingLedger.open(other, clock)
    try {
      await work({ ledger, clock, database, again })
    } finally {
      await database.destroy()
      await other.destroy()
    }
  })
}

const native = (amountBaseUnits: bigint, limitBaseUnits = 100n) => [
  { asset: 'native', amountBaseUnits, limitBaseUnits },
]

describe('the ledger of what was signed for', () => {
  it('takes up to the limit, and says what is gone beyond it', () =>
    withLedger(async ({ ledger, again }) => {
      expect(await ledger.take('ops', 'a', native(60n))).toBeUndefined()
      expect(await again.take('ops', 'b', native(41n))).toEqual({
        asset: 'native',
        spentBaseUnits: 60n,
      })
      expect(await again.take('ops', 'b', native(40n))).toBeUndefined()
      expect(await ledger.take('ops', 'c', native(1n))).toMatchObject({ spentBaseUnits: 100n })
    }))

  it('gives the room back when 24 hours have gone, not a millisecond before', () =>
    withLedger(async ({ ledger, clock }) => {
      await ledger.take('ops', 'a', native(100n))
      clock.time += SPENDING_WINDOW_MS - 1
      expect(await ledger.take('ops', 'b', native(1n))).toBeDefined()
      clock.time += 1
      expect(await ledger.take('ops', 'b', native(100n))).toBeUndefined()
    }))

  it('counts the same slot once, at the larger amount, from its last signature on', () =>
    withLedger(async ({ ledger, clock }) => {
      await ledger.take('ops', 'a', native(60n))
      expect(await ledger.take('ops', 'a', native(60n))).toBeUndefined()
      expect(await ledger.take('ops', 'a', native(20n))).toBeUndefined()
      expect(await ledger.take('ops', 'b', native(41n))).toMatchObject({ spentBaseUnits: 60n })
      expect(await ledger.take('ops', 'a', native(101n))).toMatchObject({ spentBaseUnits: 0n })
      clock.time += 20 * HOUR
      await ledger.take('ops', 'a', native(20n))
      clock.time += 20 * HOUR
      expect(await ledger.take('ops', 'b', native(41n))).toMatchObject({ spentBaseUnits: 60n })
    }))

  it('keeps accounts and assets apart, and takes all or nothing', () =>
    withLedger(async ({ ledger }) => {
      const both = (token: bigint) => [
        ...native(60n),
        { asset: 'token', amountBaseUnits: token, limitBaseUnits: 10n },
      ]
      expect(await ledger.take('ops', 'a', both(11n))).toMatchObject({ asset: 'token' })
      expect(await ledger.take('ops', 'b', both(10n))).toBeUndefined()
      expect(await ledger.take('other', 'b', both(10n))).toBeUndefined()
      expect(await ledger.take('ops', 'c', native(40n))).toBeUndefined()
    }))

  it('forgets rows two days old, and keeps amounts of any size', () =>
    withLedger(async ({ ledger, clock, database }) => {
      const huge = (1n << 256n) - 1n
      await ledger.take('ops', 'a', native(huge - 1n, huge))
      expect(await ledger.take('ops', 'b', native(2n, huge))).toMatchObject({
        spentBaseUnits: huge - 1n,
      })
      clock.time += 2 * SPENDING_WINDOW_MS
      await ledger.take('other', 'c', native(1n))
      const rows = await database
        .withTables<{ spendings: { account: string } }>()
        .selectFrom('spendings')
        .select('account')
        .execute()
      expect(rows).toEqual([{ account: 'other' }])
    }))

  it('never lets any 24 hours pass the limit', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            later: fc.integer({ min: 0, max: 30 * HOUR }),
            amount: fc.bigInt({ min: 1n, max: 120n }),
            other: fc.boolean(),
          }),
          { maxLength: 20 },
        ),
        (attempts) =>
          withLedger(async ({ ledger, again, clock }) => {
            const taken: { at: number; amount: bigint }[] = []
            for (const [slot, { later, amount, other }] of attempts.entries()) {
              clock.time += later
              const excess = await (other ? again : ledger).take('ops', `${slot}`, native(amount))
              const lately = taken.filter(({ at }) => at > clock.time - SPENDING_WINDOW_MS)
              const sum = lately.reduce((total, one) => total + one.amount, 0n)
              expect(excess === undefined).toBe(sum + amount <= 100n)
              if (excess === undefined) taken.push({ at: clock.time, amount })
            }
          }),
      ),
      { numRuns: 20 },
    ))

  it('lets exactly one of many at once have the rest', () =>
    withLedger(async ({ ledger, again }) => {
      await ledger.take('ops', 'before', native(95n))
      const attempts = Array.from({ length: 20 }, (_, slot) =>
        (slot % 2 === 0 ? ledger : again).take('ops', `${slot}`, native(5n)),
      )
      const answers = await Promise.all(attempts)
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
    }))
})
