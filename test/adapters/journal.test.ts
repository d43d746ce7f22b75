import { join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, test } from 'vitest'
import { type Fact, Journal } from '../../src/chain/journal.ts'
import { auditJournal } from '../../src/chain/journal-audit.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { withFolder } from '../support/engine.ts'

const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

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
      expect(await journal.holders(31337, ['once'])).toEqual(new Map())
      expect(await journal.heldNonces(31337, ACCOUNT, 0)).toEqual([0])
      await journal.record([signed(1, 'once')])
      expect((await journal.holders(31337, ['once'])).get('once')).toMatchObject({ id: 2 })
    }))

  test('a dropped one gives back its nonce and its key', () =>
    withJournal(async (journal) => {
      await journal.record([signed(0, 'once'), { event: 'dropped', id: 1, reason: 'too poor' }])
      expect(await journal.heldNonces(31337, ACCOUNT, 0)).toEqual([])
      await journal.record([signed(0, 'once')])
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
      await work(journal, path)
    })
  }

  test('accepts what the journal wrote', () =>
    filled(async (journal) => {
      const audit = await auditJournal(journal)
      expect(audit).toMatchObject({ entries: 5, transactions: 3 })
      expect(audit.head).toMatch(/^[0-9a-f]{64}$/)
    }))

  test.each([
    ['an entry altered', "update journal_log set body = replace(body, 'pay 1', 'pay 9')", 'line 2'],
    ['an entry removed', 'delete from journal_log where seq = 2', 'line 2'],
    ['the last entry removed', 'delete from journal_log where seq = 5', 'transaction 1'],
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
