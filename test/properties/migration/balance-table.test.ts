import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BalanceTable } from '../../../src/migration/snapshot/balance-table.ts'
import { holdersIn } from '../../../src/migration/snapshot/holder.ts'
import { TransferScanner } from '../../../src/migration/snapshot/transfer-scanner.ts'
import { packRow } from '../../../src/primitives/account-rows.ts'
import { address, logsAnswer, sumsOf, TOKEN, transferHistory } from '../../support/transfer-logs.ts'

const RANGE = { from: 0, to: 1_000_000 }

describe('the balance table', () => {
  it('sums any history of transfers as a map of bigints does', () => {
    fc.assert(
      fc.property(transferHistory, (events) => {
        const table = new BalanceTable()
        table.transfer(new TransferScanner(TOKEN).scan(logsAnswer(events), RANGE).packed)
        const expected = sumsOf(events)

        expect(table.size).toBe(expected.size)
        expect(new Map(entries(table.rows()))).toEqual(expected)
      }),
    )
  })

  it('lists accounts in ascending order of address, each once', () => {
    fc.assert(
      fc.property(transferHistory, (events) => {
        const table = new BalanceTable()
        table.transfer(new TransferScanner(TOKEN).scan(logsAnswer(events), RANGE).packed)
        const listed = entries(table.sortedRows())

        expect(listed).toEqual([...sumsOf(events)].sort(([a], [b]) => (a < b ? -1 : 1)))
      }),
    )
  })

  it('lists accounts that share bytes in order as well, few of them or many', () => {
    // Sorting looks at four bytes first, and compares up to 32 accounts that share them.
    const shared = fc.tuple(
      fc.constantFrom('00000000', '00000001', 'ffffffff'),
      fc.uint8Array({ minLength: 2, maxLength: 2 }),
      fc.nat({ max: 14 }),
    )
    const lists = fc.uniqueArray(
      shared.map(([start, bytes, at]) => {
        const rest = Buffer.alloc(16)
        rest.set(bytes, at)
        return `0x${start}${rest.toString('hex')}`
      }),
      { maxLength: 150, size: 'max' },
    )
    fc.assert(
      fc.property(lists, (list) => {
        const table = new BalanceTable()
        table.credit(Buffer.concat(list.map((account) => packRow(account, 1n))))
        expect(entries(table.sortedRows()).map(([account]) => account)).toEqual([...list].sort())
      }),
      { numRuns: 200 },
    )
  })

  it('keeps a hundred thousand accounts apart that differ in a few bits only', () => {
    const table = new BalanceTable()
    const accounts = Array.from({ length: 100_000 }, (_, n) => address(BigInt(n) << 40n))
    for (let at = 0; at < accounts.length; at += 10_000) {
      const events = accounts
        .slice(at, at + 10_000)
        .map((to, n) => ({ from: address(1n), to, value: BigInt(at + n) }))
      table.transfer(new TransferScanner(TOKEN).scan(logsAnswer(events), RANGE).packed)
    }
    const listed = entries(table.sortedRows())

    expect(table.size).toBe(accounts.length + 1)
    expect(listed.filter(([account]) => account !== address(1n))).toEqual(
      accounts.map((account, n) => [account, BigInt(n)]),
    )
    expect(table.amountOf(Buffer.from(accounts[77]?.slice(2) ?? '', 'hex'))?.at(-1)).toBe(77)
    expect(table.amountOf(Buffer.alloc(20, 0xee))).toBeUndefined()
  })
})

function entries(pieces: Iterable<Uint8Array>): [string, bigint][] {
  return [...holdersIn(pieces)].map(({ address: account, amount }) => [account, amount])
}
