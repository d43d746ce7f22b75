import type { Kysely } from 'kysely'
import { journalAltered } from '../transactions/transaction-errors.ts'
import type { Journal } from './journal.ts'
import { applyEntry, type JournalEntry } from './journal-entry.ts'
import { GENESIS_HASH, lineHash } from './journal-log.ts'
import type { JournalRow } from './journal-row.ts'
import {
  type JournalTables,
  type TransactionRecord,
  toAttemptRecords,
  toRecord,
} from './journal-tables.ts'

/** Lines read at a time. */
const PAGE = 1_000

export interface JournalAudit {
  readonly entries: number
  readonly transactions: number
  /** Hash of the last line; a copy kept elsewhere also shows that no end was cut off. */
  readonly head: string
}

/**
 * Proves that no line of the log was removed, moved or altered, and that the current state is
 * exactly what the log adds up to. Only the loss of the newest lines together with their state does not
 * show; compare `head` with an earlier one for that.
 * @throws JOURNAL_ALTERED naming the first line or transaction that does not fit
 */
export async function auditJournal(journal: Journal): Promise<JournalAudit> {
  const replay = await replayLog(journal.tables)
  await compareState(journal.tables, replay.rows)
  await compareAttempts(journal.tables, replay.rows)
  return { entries: replay.entries, transactions: replay.rows.size, head: replay.head }
}

async function replayLog(tables: Kysely<JournalTables>) {
  const rows = new Map<number, JournalRow>()
  let head = GENESIS_HASH
  let entries = 0
  for (;;) {
    const lines = await tables
      .selectFrom('journal_log')
      .selectAll()
      .where('seq', '>', entries)
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    for (const { seq, previous_hash, body, hash } of lines) {
      const where = `line ${entries + 1} of the log`
      if (seq !== entries + 1) throw journalAltered(where, 'is missing')
      if (previous_hash !== head) throw journalAltered(where, 'does not follow the line before it')
      if (lineHash(seq, previous_hash, body) !== hash) {
        throw journalAltered(where, 'does not have the hash of its contents')
      }
      const entry = JSON.parse(body) as JournalEntry
      rows.set(entry.id, applyEntry(rows.get(entry.id), entry))
      head = hash
      entries = seq
    }
    if (lines.length < PAGE) return { rows, head, entries }
  }
}

async function compareState(
  tables: Kysely<JournalTables>,
  expected: ReadonlyMap<number, JournalRow>,
): Promise<void> {
  const records = await tables.selectFrom('transactions').selectAll().execute()
  const unseen = new Set(expected.keys())
  for (const record of records) {
    const row = expected.get(record.id)
    const where = `transaction ${record.id}`
    if (!row) throw journalAltered(where, 'is not in the log')
    if (!equals(record, toRecord(row))) throw journalAltered(where, 'differs from the log')
    unseen.delete(record.id)
  }
  for (const id of unseen) throw journalAltered(`transaction ${id}`, 'is missing')
}

async function compareAttempts(
  tables: Kysely<JournalTables>,
  expected: ReadonlyMap<number, JournalRow>,
): Promise<void> {
  const records = await tables.selectFrom('transaction_attempts').selectAll().execute()
  const unseen = new Map(
    [...expected.values()].flatMap(toAttemptRecords).map((one) => [JSON.stringify(one), one]),
  )
  for (const { hash, transaction_id } of records) {
    if (unseen.delete(JSON.stringify({ hash, transaction_id }))) continue
    throw journalAltered(`attempt ${hash} of transaction ${transaction_id}`, 'is not in the log')
  }
  for (const { hash, transaction_id } of unseen.values()) {
    throw journalAltered(`attempt ${hash} of transaction ${transaction_id}`, 'is missing')
  }
}

function equals(a: TransactionRecord, b: TransactionRecord): boolean {
  return Object.keys(b).every(
    (column) => a[column as keyof TransactionRecord] === b[column as keyof TransactionRecord],
  )
}
