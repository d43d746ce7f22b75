import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { readSnapshotRows } from '../../../src/migration/allocation/snapshot-rows.ts'
import { FileBalances } from '../../../src/migration/snapshot/file-source.ts'
import { holdersIn } from '../../../src/migration/snapshot/holder.ts'
import {
  readAllocationFile,
  writeAllocationFile,
} from '../../../src/migration/tree/allocation-file.ts'
import { AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { accountLines, readAccountCsv } from '../../../src/primitives/account-csv.ts'
import { packRow, sumOfAmounts } from '../../../src/primitives/account-rows.ts'
import { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { type Account, accounts, fileOf, files } from '../../support/account-files.ts'
import {
  ALLOCATION,
  BALANCES,
  type PlainFormat,
  type Reading,
  readPlainly,
  SNAPSHOT,
} from '../../support/plain-csv.ts'

const folder = mkdtempSync(join(tmpdir(), 'account-files-'))
const file = join(folder, 'accounts.csv')
afterAll(() => rmSync(folder, { recursive: true }))

type Rows = (readonly [address: string, amount: bigint])[]

const READERS: readonly (readonly [string, PlainFormat, () => Promise<Rows>])[] = [
  ['allocation.csv', ALLOCATION, readAllocations],
  ['snapshot.csv', SNAPSHOT, readSnapshot],
  ['a file of balances', BALANCES, readBalances],
]

async function readAllocations(): Promise<Rows> {
  const { allocations } = await readAllocationFile(file)
  return [...allocations].map(({ account, amountBaseUnits }) => [account, amountBaseUnits])
}

async function readSnapshot(): Promise<Rows> {
  const rows: Rows = []
  await readSnapshotRows(file, (some) => rows.push(...listed(some)))
  return rows
}

/** Without those who hold nothing: a snapshot lists holders. */
async function readBalances(): Promise<Rows> {
  const source = new FileBalances(file, { decimals: 0, symbol: 'X' })
  const { holders, facts } = await source.read(() => undefined)
  const pieces = [...holders.pieces()]
  const text = pieces.map(({ lines }) => Buffer.from(lines).toString('latin1')).join('')
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line): Rows[number] => {
      const [address, amount] = line.split(',') as [string, string]
      return [address, BigInt(amount)]
    })
  expect(facts.categories.holders).toEqual({ holders: rows.length, baseUnits: totalOf(rows) })
  expect(pieces.reduce((sum, { baseUnits }) => sum + baseUnits, 0n)).toBe(totalOf(rows))
  return rows
}

function listed(rows: Uint8Array): Rows {
  return [...holdersIn([rows])].map(({ address, amount }) => [address, amount])
}

function totalOf(rows: Rows): bigint {
  return rows.reduce((sum, [, amount]) => sum + amount, 0n)
}

async function readingOf(read: () => Promise<Rows>): Promise<Reading> {
  try {
    return { rows: await read() }
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    const { code, message, details } = error
    return { code, message, details: details as never }
  }
}

/** What the product makes of the same rows: of balances, sorted and without zeros. */
function asListed(format: PlainFormat, reading: Reading): Reading {
  if (format !== BALANCES || !('rows' in reading)) return reading
  const held = reading.rows.filter(([, amount]) => amount > 0n)
  return { rows: held.sort(([a], [b]) => (a < b ? -1 : 1)) }
}

function packed(list: readonly Account[]): Uint8Array {
  return Buffer.concat(list.map(({ address, amount }) => packRow(address, amount)))
}

describe.each(READERS)('%s', (_, format, read) => {
  it('is read, or refused in the same words, as the plain reader does it', async () => {
    const outcomes = { read: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(files(format, 40), async (bytes) => {
        writeFileSync(file, bytes)
        const expected = asListed(format, readPlainly(bytes, file, format))
        expect(await readingOf(read)).toEqual(expected)
        outcomes['rows' in expected ? 'read' : 'refused']++
      }),
      { numRuns: 500 },
    )
    // Neither of them may be a rare case.
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(60)
  })

  it('is the same where it is longer than what is read at once', async () => {
    const list = Array.from({ length: 9_000 }, (_, i) => ({
      address: `0x${(BigInt(i + 1) << 140n).toString(16).padStart(40, '0')}`,
      amount: BigInt(i + 1) ** BigInt(1 + (i % 18)),
    }))
    const text = fileOf(format, list)
    writeFileSync(file, text)
    const right = readPlainly(Buffer.from(text), file, format)
    expect(await readingOf(read)).toEqual(right)

    const places = fc.oneof(
      fc.nat({ max: text.length - 1 }),
      fc.integer({ min: -80, max: 80 }).map((by) => (1 << 18) + by),
    )
    const bytes = fc.constantFrom(...'0 A,\n\r')
    await fc.assert(
      fc.asyncProperty(places, bytes, async (at, by) => {
        const changed = Buffer.from(text.slice(0, at) + by + text.slice(at + 1), 'latin1')
        writeFileSync(file, changed)
        const expected = asListed(format, readPlainly(changed, file, format))
        expect(await readingOf(read)).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })
})

describe('lines of accounts', () => {
  it('come to the taker in their order, whatever pieces they arrive in and it takes', async () => {
    const layout = { ...ALLOCATION, code: 'TEST_FILE_INVALID' }
    const cases = fc.tuple(files(layout, 30), fc.integer({ min: 1, max: 3000 }), fc.nat({ max: 7 }))
    await fc.assert(
      fc.asyncProperty(cases, async ([bytes, chunkBytes, most]) => {
        const lines: string[] = []
        const taker = {
          rows(rows: Uint8Array) {
            const some = listed(rows).slice(0, most)
            for (const [address, amount] of some) lines.push(`${lines.length},${address},${amount}`)
            return some.length
          },
          row: (row: { text(field: number): string }) =>
            void lines.push([0, 1, 2].map((field) => row.text(field)).join(',')),
        }
        const reading = readAccountCsv(chunksOf(bytes, chunkBytes), 'x.csv', layout, taker)
        const summary = await reading.catch(() => undefined)
        const all = bytes.toString('latin1').split('\n').slice(1, -1)
        if (summary) expect(lines).toEqual(all)
        else expect(lines).toEqual(all.slice(0, lines.length))
      }),
      { numRuns: 300 },
    )
  })

  it('are written as their fields joined by commas, byte for byte', async () => {
    const lines = (list: readonly Account[], first: number) =>
      list.map(({ address, amount }, i) => `${first + i},${address},${amount}\n`).join('')
    await fc.assert(
      fc.asyncProperty(accounts(60), fc.nat({ max: 2 ** 32 - 100 }), async (list, first) => {
        const rows = packed(list)
        expect(Buffer.concat([...accountLines(rows, first)]).toString('latin1')).toBe(
          lines(list, first),
        )
        const unnumbered = list.map(({ address, amount }) => `${address},${amount}\n`).join('')
        expect(Buffer.concat([...accountLines(rows)]).toString('latin1')).toBe(unnumbered)
        expect(sumOfAmounts(rows)).toBe(list.reduce((sum, { amount }) => sum + amount, 0n))
      }),
      { numRuns: 300 },
    )
  })

  it('of the longest amounts fit, and are numbered on through all pieces', async () => {
    const allocations = new AllocationTable()
    const row = packRow(`0x${'f'.repeat(40)}`, 2n ** 256n - 1n)
    for (let i = 0; i < 9_000; i++) allocations.addRows(row)
    const lines = Array.from(
      { length: 9_000 },
      (_, i) => `${i},0x${'f'.repeat(40)},${2n ** 256n - 1n}\n`,
    )
    await writeAllocationFile(file, allocations)
    expect(readFileSync(file, 'latin1')).toBe(`index,address,amountBaseUnits\n${lines.join('')}`)
  })
})

function* chunksOf(bytes: Uint8Array, chunkBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
