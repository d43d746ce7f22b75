import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, test } from 'vitest'
import { type Fact, Journal } from '../../src/chain/journal/journal.ts'
import { auditJournal } from '../../src/chain/journal/journal-audit.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { withFolder } from '../support/engine.ts'

const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

/** Of the last line in test/fixtures/formats/journal-1.sql, as 0.1.0 wrote it. */
const HEAD_OF_0_1 = 'fcaaf30d9288cececd12b628bbd9e3bb8d622ccc445cdb55596a339f934ee143'

function signed(nonce: number, key = `test:${nonce}`): Extract<Fact, { event: 'signed' }> {
  return {
    event: 'signed',
    intent: `pay ${nonce}`,
    idempotencyKey: key,
    chainId: 31337,
    from: ACCOUNT,
    to: '0x00000000000000000000000000000000C0FFEE01',
    nonce,
    valueWei: '1000000000000000000000',
    callDigest: 'd1'.repeat(32),
    gasLimit: '21000',
    maxFeeWei: '3000000000',
    hash: `0x${nonce.toString(16).padStart(64, '0')}`,
    raw: '0x02',
  }
}

function mined(id: number, succeeded = true): Extract<Fact, { event: 'mined' }> {
  return {
    event: 'mined',
    id,
    hash: `0x${(id - 1).toString(16).padStart(64, '0')}`,
    blockNumber: 12,
    blockHash: `0x${'b1'.repeat(32)}`,
    succeeded,
    gasUsed: '21000',
    contractAddress: null,
    logs: [],
  }
}

/** A cancellation or a speed-up of the transaction with this nonce. */
function resigned(
  id: number,
  kind: 'speed-up' | 'cancel',
  hash: string,
): Extract<Fact, { event: 'resigned' }> {
  const fees = { maxFeeWei: '3300000000', priorityFeeWei: '1100000000' }
  return {
    event: 'resigned',
    id,
    kind,
    hash,
    raw: `0x02${hash.slice(2, 4)}`,
    gasLimit: '21000',
    ...fees,
  }
}

async function withJournal(work: (journal: Journal, path: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const path = join(folder, 'capstan.db')
    const database = await openDatabase(`sqlite:${path}`)
    await work(await Journal.open(database), path)
    await database.destroy()
  })
}

/** Changes the file behind the journal's back. */
function tamper(path: string, sql: string): void {
  const database = new Libsql(path)
  database.exec(sql)
  database.close()
}

describe('a transaction’s life', () => {
  test('is what its entries add up to', () =>
    withJournal(async (journal) => {
      const [row] = await journal.record([signed(0)])
      expect(row).toMatchObject({ id: 1, state: 'signed', nonce: 0, blockNumber: null })
      await journal.record([{ event: 'broadcast', id: 1 }, mined(1)])
      expect(await journal.find(1)).toMatchObject({ state: 'mined', blockNumber: 12 })
      await journal.record([{ event: 'unmined', id: 1 }])
      expect(await journal.find(1)).toMatchObject({ state: 'broadcast', blockNumber: null })
      await journal.record([mined(1), { event: 'final', id: 1 }])
      expect(await journal.find(signed(0).hash)).toMatchObject({ state: 'final', gasUsed: '21000' })
      expect(await journal.openRows()).toEqual([])
    }))

  test('ends for good: what another process learns later changes nothing', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0), mined(1), { event: 'final', id: 1 }])
      const before = await auditJournal(journal)
      const rows = await journal.record([
        { event: 'broadcast', id: 1 },
        mined(1, false),
        { event: 'replaced', id: 1 },
      ])
      expect(rows.map(({ state }) => state)).toEqual(['final', 'final', 'final'])
      expect(await auditJournal(journal)).toEqual(before)
    }))

  test('a failed receipt becomes reverted, and its key is free for another try', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0, 'once'), mined(1, false), { event: 'final', id: 1 }])
      expect(await journal.find(1)).toMatchObject({ state: 'reverted' })
      expect(await journal.rowsByKey(31337, ['once'])).toEqual(new Map())
      expect(await journal.heldNonces(31337, ACCOUNT, 0)).toEqual([0])
      await journal.record([signed(1, 'once')])
      expect((await journal.rowsByKey(31337, ['once'])).get('once')).toMatchObject({ id: 2 })
    }))

  test('a dropped one gives back its nonce and its key', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0, 'once'), { event: 'dropped', id: 1, reason: 'too poor' }])
      expect(await journal.heldNonces(31337, ACCOUNT, 0)).toEqual([])
      await journal.record([signed(0, 'once')])
    }))
})

describe('a transaction with several attempts', () => {
  const FASTER = `0x${'fa'.repeat(32)}`
  const NOTHING = `0x${'ca'.repeat(32)}`
  const first = signed(0).hash

  test('shows the latest until one is mined, and then that one', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0), { event: 'broadcast', id: 1 }])
      await journal.record([resigned(1, 'speed-up', FASTER)])
      expect(await journal.find(1)).toMatchObject({ state: 'signed', hash: FASTER, raw: '0x02fa' })
      await journal.record([mined(1)])
      expect(await journal.find(1)).toMatchObject({ state: 'mined', hash: first, raw: '0x02' })
      await journal.record([
        { event: 'unmined', id: 1 },
        { ...mined(1), hash: FASTER },
      ])
      await journal.record([{ event: 'final', id: 1 }])
      expect(await journal.find(1)).toMatchObject({
        state: 'final',
        hash: FASTER,
        attempts: [
          { kind: 'original', hash: first, maxFeeWei: '3000000000' },
          { kind: 'speed-up', hash: FASTER, maxFeeWei: '3300000000' },
        ],
      })
      await auditJournal(journal)
    }))

  test('is found by the hash of each', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0), signed(1), resigned(1, 'speed-up', FASTER)])
      await journal.record([resigned(1, 'cancel', NOTHING)])
      for (const hash of [first, FASTER, NOTHING]) {
        expect(await journal.find(hash)).toMatchObject({ id: 1 })
      }
    }))

  test('is replaced when the one that cancels is mined, and free to be wanted again', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0, 'once'), resigned(1, 'cancel', NOTHING)])
      await journal.record([
        { ...mined(1), hash: NOTHING },
        { event: 'final', id: 1 },
      ])
      expect(await journal.find(1)).toMatchObject({
        state: 'replaced',
        reason: `cancelled by ${NOTHING}`,
      })
      expect(await journal.heldNonces(31337, ACCOUNT, 0)).toEqual([0])
      await journal.record([signed(1, 'once')])
    }))

  test('whose cancellation came too late is what really happened', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0), resigned(1, 'cancel', NOTHING)])
      await journal.record([mined(1), { event: 'final', id: 1 }])
      expect(await journal.find(1)).toMatchObject({ state: 'final', hash: first, reason: null })
    }))

  test('gets no other one once a block has it', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0), mined(1), resigned(1, 'speed-up', FASTER)])
      expect(await journal.find(1)).toMatchObject({ state: 'mined', hash: first })
      expect(await journal.find(FASTER)).toBeUndefined()
      await auditJournal(journal)
    }))

  test('is not final by what was seen of another block', () =>
    withJournal(async (journal) => {
      const elsewhere = `0x${'b2'.repeat(32)}`
      await journal.record([signed(0), mined(1)])
      await journal.record([{ event: 'final', id: 1, blockHash: elsewhere }])
      await journal.record([{ event: 'unmined', id: 1, blockHash: elsewhere }])
      expect(await journal.find(1)).toMatchObject({ state: 'mined', blockHash: mined(1).blockHash })
    }))
})

describe('a journal of capstan 0.1', () => {
  test('is read, whole by its audit, and goes on', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'capstan.db')
      tamper(path, await readFile('test/fixtures/formats/journal-1.sql', 'utf8'))
      const database = await openDatabase(`sqlite:${path}`)
      const journal = await Journal.open(database)
      const { head } = await auditJournal(journal)
      expect(head).toBe(HEAD_OF_0_1)
      expect((await journal.allRows()).map(({ state }) => state)).toEqual([
        ...['final', 'final', 'reverted', 'dropped', 'final', 'replaced', 'dropped'],
        ...['broadcast', 'signed'],
      ])
      const faster = `0x${'fa'.repeat(32)}`
      await journal.record([resigned(8, 'speed-up', faster)])
      expect((await journal.find(faster))?.attempts).toMatchObject([
        { kind: 'original', priorityFeeWei: null },
        { kind: 'speed-up', hash: faster },
      ])
      await auditJournal(journal)
      await database.destroy()
    }))
})

describe('what may not be', () => {
  test('two live transactions with one key', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0, 'once')])
      await expect(journal.record([signed(1, 'once')])).rejects.toMatchObject({
        code: 'JOURNAL_CONFLICT',
        exitCode: 8,
      })
    }))

  test('two live transactions with one nonce', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0, 'a')])
      await expect(journal.record([signed(0, 'b')])).rejects.toMatchObject({
        code: 'JOURNAL_CONFLICT',
      })
    }))

  test('half a record: a bad fact takes its own record with it and no other', () =>
    withJournal(async (journal) => {
      const results = await Promise.allSettled([
        journal.record([signed(0)]),
        journal.record([signed(1), signed(1, 'same nonce')]),
        journal.record([signed(2)]),
      ])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await journal.allRows()).map(({ nonce }) => nonce)).toEqual([0, 2])
      await auditJournal(journal)
    }))
})

test('two journals over one file number and link their entries together', () =>
  withFolder(async (folder) => {
    const url = `sqlite:${join(folder, 'capstan.db')}`
    const databases = await Promise.all([openDatabase(url), openDatabase(url)])
    const journals = await Promise.all(databases.map((database) => Journal.open(database)))
    await Promise.all(
      Array.from({ length: 40 }, (_, nonce) => journals[nonce % 2]?.record([signed(nonce)])),
    )
    expect(await auditJournal(journals[0] as Journal)).toMatchObject({
      entries: 40,
      transactions: 40,
    })
    await Promise.all(databases.map((database) => database.destroy()))
  }))

describe('the audit', () => {
  async function filled(work: (journal: Journal, path: string) => Promise<void>): Promise<void> {
    await withJournal(async (journal, path) => {
      await journal.record([signed(0), signed(1), signed(2)])
      await journal.record([mined(1), { event: 'final', id: 1 }])
      await journal.record([resigned(2, 'speed-up', `0x${'fa'.repeat(32)}`)])
      await work(journal, path)
    })
  }

  test('accepts what the journal wrote', () =>
    filled(async (journal) => {
      const audit = await auditJournal(journal)
      expect(audit).toMatchObject({ entries: 6, transactions: 3 })
      expect(audit.head).toMatch(/^[0-9a-f]{64}$/)
    }))

  test.each([
    ['an entry altered', "update journal_log set body = replace(body, 'pay 1', 'pay 9')", 'line 2'],
    ['an entry removed', 'delete from journal_log where seq = 2', 'line 2'],
    ['the last entry removed', 'delete from journal_log where seq = 6', 'transaction 2'],
    [
      'two entries swapped',
      `update journal_log set seq = 99 where seq = 2;
       update journal_log set seq = 2 where seq = 3;
       update journal_log set seq = 3 where seq = 99`,
      'line 2',
    ],
    ['a state altered', "update transactions set state = 'final' where id = 2", 'transaction 2'],
    [
      'a row’s facts altered',
      `update transactions set body = replace(body, '"nonce":1', '"nonce":7')`,
      'transaction 2',
    ],
    ['a row removed', 'delete from transactions where id = 3', 'transaction 3'],
    ['an attempt removed', 'delete from transaction_attempts', 'of transaction 2'],
    [
      'an attempt invented',
      "insert into transaction_attempts values ('0xff', 1)",
      'attempt 0xff of transaction 1',
    ],
    [
      'a row invented',
      `insert into transactions select 9, chain_id, sender, state, 'x', 'y', 'y', 9, body
         from transactions where id = 3`,
      'transaction 9',
    ],
  ])('catches %s: exit 7', (_what, sql, where) =>
    filled(async (journal, path) => {
      tamper(path, sql)
      await expect(auditJournal(journal)).rejects.toMatchObject({
        code: 'JOURNAL_ALTERED',
        exitCode: 7,
        details: { where: expect.stringContaining(where) },
      })
    }),
  )
})
