import type { Migration } from '../../database/migrations.ts'
import { holdsKey, holdsNonce } from './journal-entry.ts'
import { sortedJson } from './journal-log.ts'
import type { JournalRow } from './journal-row.ts'

/** One row of the current state. The columns beside `body` are for searches. */
export interface TransactionRecord {
  readonly id: number
  readonly chain_id: number
  readonly sender: string
  readonly state: string
  readonly hash: string
  readonly idempotency_key: string
  /** The key or the nonce while the row holds it, else null: unique where not null. */
  readonly held_key: string | null
  readonly held_nonce: number | null
  /** The JournalRow as JSON with sorted keys. */
  readonly body: string
}

/** One attempt of a row with several: finds the row by the hash of any of them. */
export interface AttemptRecord {
  readonly hash: string
  readonly transaction_id: number
}

export type JournalTables = {
  journal_log: { seq: number; previous_hash: string; body: string; hash: string }
  transactions: TransactionRecord
  transaction_attempts: AttemptRecord
}

export const journalMigrations: readonly Migration[] = [
  async (database) => {
    await database.schema
      .createTable('journal_log')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('previous_hash', 'char(64)', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('hash', 'char(64)', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('transactions')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('chain_id', 'bigint', (column) => column.notNull())
      .addColumn('sender', 'char(42)', (column) => column.notNull())
      .addColumn('state', 'varchar(16)', (column) => column.notNull())
      .addColumn('hash', 'char(66)', (column) => column.notNull())
      .addColumn('idempotency_key', 'varchar(512)', (column) => column.notNull())
      .addColumn('held_key', 'varchar(512)')
      .addColumn('held_nonce', 'bigint')
      .addColumn('body', 'text', (column) => column.notNull())
      .addUniqueConstraint('transactions_key', ['chain_id', 'held_key'])
      .addUniqueConstraint('transactions_nonce', ['chain_id', 'sender', 'held_nonce'])
      .execute()
    for (const column of ['hash', 'state', 'idempotency_key']) {
      await database.schema
        .createIndex(`transactions_${column}_index`)
        .on('transactions')
        .column(column)
        .execute()
    }
  },
  async (database) => {
    await database.schema
      .createTable('transaction_attempts')
      .addColumn('hash', 'char(66)', (column) => column.notNull())
      .addColumn('transaction_id', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('transaction_attempts_key', ['hash', 'transaction_id'])
      .execute()
    await database.schema
      .createIndex('transaction_attempts_id_index')
      .on('transaction_attempts')
      .column('transaction_id')
      .execute()
  },
]

export function toRecord(row: JournalRow): TransactionRecord {
  return {
    id: row.id,
    chain_id: row.chainId,
    sender: row.from,
    state: row.state,
    hash: row.hash,
    idempotency_key: row.idempotencyKey,
    held_key: holdsKey(row) ? row.idempotencyKey : null,
    held_nonce: holdsNonce(row) ? row.nonce : null,
    body: sortedJson(row),
  }
}

export function toAttemptRecords({ id, attempts = [] }: JournalRow): AttemptRecord[] {
  return attempts.map(({ hash }) => ({ hash, transaction_id: id }))
}

export function fromRecord({ body }: Pick<TransactionRecord, 'body'>): JournalRow {
  return JSON.parse(body) as JournalRow
}
