import type { Transaction } from 'kysely'
import { applyEntry, type Fact, isNews, type JournalEntry } from './journal-entry.ts'
import { type LogLine, linkEntry } from './journal-log.ts'
import type { JournalRow } from './journal-row.ts'
import { fromRecord, type JournalTables, toAttemptRecords, toRecord } from './journal-tables.ts'

/**
 * Appends facts to the log and applies them to the current state, within the caller's SQL
 * transaction. Returns the resulting row of each fact; one that is no news leaves its row unchanged.
 * @param at ISO-8601 time of all of them.
 */
export async function appendFacts(
  transaction: Transaction<JournalTables>,
  facts: readonly Fact[],
  at: string,
): Promise<JournalRow[]> {
  let last = await lastLine(transaction)
  let nextId = await firstFreeId(transaction)
  const rows = await rowsOf(transaction, facts)
  const lines: LogLine[] = []
  const touched = new Set<number>()
  const results = facts.map((fact) => {
    const entry = { ...fact, id: 'id' in fact ? fact.id : nextId++, at } as JournalEntry
    const before = rows.get(entry.id)
    if (before && entry.event !== 'signed' && !isNews(before, entry)) return entry.id
    rows.set(entry.id, applyEntry(before, entry))
    touched.add(entry.id)
    last = linkEntry(last, entry)
    lines.push(last)
    return entry.id
  })
  await writeLines(transaction, lines)
  await writeRows(
    transaction,
    [...touched].map((id) => rows.get(id) as JournalRow),
  )
  return results.map((id) => rows.get(id) as JournalRow)
}

async function lastLine(transaction: Transaction<JournalTables>): Promise<LogLine | undefined> {
  const line = await transaction
    .selectFrom('journal_log')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return line && { ...line, previousHash: line.previous_hash }
}

async function firstFreeId(transaction: Transaction<JournalTables>): Promise<number> {
  const record = await transaction
    .selectFrom('transactions')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirst()
  return (record?.last ?? 0) + 1
}

async function rowsOf(
  transaction: Transaction<JournalTables>,
  facts: readonly Fact[],
): Promise<Map<number, JournalRow>> {
  const ids = [...new Set(facts.flatMap((fact) => ('id' in fact ? [fact.id] : [])))]
  if (ids.length === 0) return new Map()
  const records = await transaction
    .selectFrom('transactions')
    .select('body')
    .where('id', 'in', ids)
    .execute()
  return new Map(records.map(fromRecord).map((row) => [row.id, row]))
}

async function writeLines(
  transaction: Transaction<JournalTables>,
  lines: readonly LogLine[],
): Promise<void> {
  if (lines.length === 0) return
  await transaction
    .insertInto('journal_log')
    .values(
      lines.map(({ seq, previousHash, body, hash }) => ({
        seq,
        previous_hash: previousHash,
        body,
        hash,
      })),
    )
    .execute()
}

async function writeRows(
  transaction: Transaction<JournalTables>,
  rows: readonly JournalRow[],
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await transaction.deleteFrom('transactions').where('id', 'in', ids).execute()
  await transaction.insertInto('transactions').values(rows.map(toRecord)).execute()
  await writeAttempts(transaction, rows)
}

async function writeAttempts(
  transaction: Transaction<JournalTables>,
  rows: readonly JournalRow[],
): Promise<void> {
  const attempts = rows.flatMap(toAttemptRecords)
  if (attempts.length === 0) return
  const ids = attempts.map(({ transaction_id }) => transaction_id)
  await transaction.deleteFrom('transaction_attempts').where('transaction_id', 'in', ids).execute()
  await transaction.insertInto('transaction_attempts').values(attempts).execute()
}
