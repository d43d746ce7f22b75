import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { holdersIn } from '../../../src/migration/snapshot/holder.ts'
import { TransferJournal } from '../../../src/migration/snapshot/transfer-journal.ts'
import { packTransfers, type Transfers } from '../../../src/migration/snapshot/transfer-log.ts'
import { address, logOf, sumsOf, TOKEN, type TransferEvent } from '../../support/transfer-logs.ts'

const QUESTION = 'ab'.repeat(32)
const RANGES = 40
const EVENTS_A_RANGE = 9
/** Three events a block (test/support/transfer-logs.ts). */
const BLOCKS_A_RANGE = EVENTS_A_RANGE / 3

describe('the journal of a snapshot in progress', () => {
  let path: string
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capstan-journal-'))
    path = join(folder, 'transfers.bin')
    onTestFinished(() => rm(folder, { recursive: true }))
  })

  const open = (options: { question?: string; rewriteFromBytes?: number } = {}) =>
    TransferJournal.open(path, { question: QUESTION, firstBlock: 100, ...options })

  const write = async (count: number, options = {}) => {
    const journal = await open(options)
    for (let range = 0; range < count; range++) await journal.append(transfersOf(range))
    await journal.close()
    return journal
  }

  const expectReplayed = async (ranges: number, options = {}) => {
    const journal = await open(options)
    const events = eventsOf(ranges)
    expect(journal.nextBlock).toBe(100 + ranges * BLOCKS_A_RANGE)
    expect(journal.transfers).toBe(events.length)
    expect(balances(journal)).toEqual(sumsOf(events))
    return journal
  }

  it('brings the balances back to where it ended, and goes on from there', async () => {
    await write(RANGES)
    const journal = await expectReplayed(RANGES)
    await journal.append(transfersOf(RANGES))
    await journal.close()

    await (await expectReplayed(RANGES + 1)).close()
  })

  it('forgets no more than the torn end, wherever it is torn', async () => {
    await write(6)
    const whole = await readFile(path)
    const record = (whole.length - 40) / 6
    for (let length = 0; length < whole.length; length += 31) {
      await writeFile(path, whole.subarray(0, length))
      await (await expectReplayed(Math.max(0, Math.floor((length - 40) / record)))).close()
    }
  })

  it('forgets everything from a damaged byte on', async () => {
    await write(6)
    const whole = await readFile(path)
    const record = (whole.length - 40) / 6
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const damaged = Buffer.from(whole)
          damaged[at] = (damaged[at] as number) ^ flip
          await writeFile(path, damaged)
          await (await expectReplayed(at < 40 ? 0 : Math.floor((at - 40) / record))).close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('writes over a torn end, not behind it', async () => {
    await write(3)
    await appendFile(path, Buffer.alloc(57, 0xee))
    const journal = await expectReplayed(3)
    await journal.append(transfersOf(3))
    await journal.close()

    await (await expectReplayed(4)).close()
  })

  it('forgets the journal of another question', async () => {
    await write(3)
    const other = await open({ question: 'cd'.repeat(32) })
    await other.close()

    expect(other.nextBlock).toBe(100)
    expect(other.table.size).toBe(0)
    await (await expectReplayed(0)).close()
  })

  it('takes no range but the next', async () => {
    const journal = await write(1)
    await expect(journal.append(transfersOf(5))).rejects.toThrow(RangeError)
  })

  it('stays a small multiple of the balances, however many transfers there are', async () => {
    const small = { rewriteFromBytes: 1 }
    await write(RANGES, small)
    const { length } = await readFile(path)
    const journal = await expectReplayed(RANGES)
    await journal.close()

    expect(length).toBeLessThan(5 * journal.table.size * 52 + 1000)
  })

  it('begins anew when the list of balances itself is damaged', async () => {
    await write(RANGES, { rewriteFromBytes: 1 })
    const damaged = await readFile(path)
    damaged[100] = (damaged[100] as number) ^ 1
    await writeFile(path, damaged)

    await (await expectReplayed(0)).close()
  })
})

function eventsOf(ranges: number): TransferEvent[] {
  return Array.from({ length: ranges }, (_, range) => eventsIn(range)).flat()
}

function eventsIn(range: number): TransferEvent[] {
  return Array.from({ length: EVENTS_A_RANGE }, (_, n) => ({
    from: address(BigInt((range * 7 + n) % 23)),
    to: address(BigInt((range * 5 + n * 3) % 29)),
    value: BigInt(range * 1000 + n) ** 5n,
  }))
}

function transfersOf(range: number): Transfers {
  const from = 100 + range * BLOCKS_A_RANGE
  const logs = eventsIn(range).map((event, position) => logOf(event, position, from))
  return packTransfers(logs, TOKEN, { from, to: from + BLOCKS_A_RANGE - 1 })
}

function balances(journal: TransferJournal): Map<string, bigint> {
  return new Map([...holdersIn(journal.table.rows())].map(({ address: a, amount }) => [a, amount]))
}
