import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { migrateTables } from '../../database/migrations.ts'
import type { Database } from '../../database/open-database.ts'
import { type Clock, systemClock } from '../../primitives/clock.ts'
import { journalConflict } from '../transactions/transaction-errors.ts'
import { appendFacts } from './journal-append.ts'
import type { Fact } from './journal-entry.ts'
import type { JournalRow } from './journal-row.ts'
import { fromRecord, type JournalTables, journalMigrations } from './journal-tables.ts'

export type { Fact } from './journal-entry.ts'

/** Maximum facts of one SQL transaction; keeps statements below SQLite's limit of variables. */
const MAX_GROUP = 500

interface Waiting {
  readonly facts: readonly Fact[]
  resolve(rows: JournalRow[]): void
  reject(error: unknown): void
}

/**
 * What capstan has signed, and the outcome. Every fact is appended to a hash-linked log and applied to
 * the current state in one SQL transaction, and is on disk when `record` returns.
 */
export class Journal {
  readonly #database: Kysely<JournalTables>
  readonly #clock: Clock
  #queue: Waiting[] = []
  #flushing: Promise<void> | undefined

  private constructor(database: Database, clock: Clock) {
    this.#database = database.withTables<JournalTables>()
    this.#clock = clock
  }

  /** @throws DATABASE_NEWER, DATABASE_DAMAGED, DATABASE_LOCKED */
  static async open(database: Database, clock: Clock = systemClock): Promise<Journal> {
    await migrateTables(database, 'journal', journalMigrations)
    return new Journal(database, clock)
  }

  /**
   * Records facts, all or none, and returns the resulting rows, one per fact. Facts that concurrent
   * callers record at the same time share one commit.
   * @throws JOURNAL_CONFLICT
   */
  record(facts: readonly Fact[]): Promise<JournalRow[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ facts, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  /** A transaction by its number or the hash of any of its attempts. */
  async find(reference: number | string): Promise<JournalRow | undefined> {
    const record = await this.#database
      .selectFrom('transactions')
      .select('body')
      .where(({ eb, or, selectFrom }) =>
        typeof reference === 'number'
          ? eb('id', '=', reference)
          : or([
              eb('hash', '=', reference),
              eb(
                'id',
                'in',
                selectFrom('transaction_attempts')
                  .select('transaction_id')
                  .where('transaction_attempts.hash', '=', reference),
              ),
            ]),
      )
      .orderBy('id', 'desc')
      .executeTakeFirst()
    return record && fromRecord(record)
  }

  /** The current state of the transactions with these numbers. */
  async rows(ids: readonly number[]): Promise<JournalRow[]> {
    const records = await this.#database
      .selectFrom('transactions')
      .select('body')
      .where('id', 'in', [...ids])
      .orderBy('id')
      .execute()
    return records.map(fromRecord)
  }

  /** The transactions, open or final, that hold these idempotency keys on a chain, by key. */
  async rowsByKey(chainId: number, keys: readonly string[]): Promise<Map<string, JournalRow>> {
    const records = await this.#database
      .selectFrom('transactions')
      .select('body')
      .where('chain_id', '=', chainId)
      .where('held_key', 'in', [...keys])
      .execute()
    return new Map(records.map(fromRecord).map((row) => [row.idempotencyKey, row]))
  }

  /** Nonces of an account that are used or reserved, from `from` on, ascending. */
  async heldNonces(chainId: number, sender: string, from: number): Promise<number[]> {
    const records = await this.#database
      .selectFrom('transactions')
      .select('held_nonce')
      .where('chain_id', '=', chainId)
      .where('sender', '=', sender)
      .where('held_nonce', '>=', from)
      .orderBy('held_nonce')
      .execute()
    return records.map(({ held_nonce }) => held_nonce as number)
  }

  /** Open transactions, oldest first. */
  async openRows(filter: { chainId?: number; sender?: string } = {}): Promise<JournalRow[]> {
    let query = this.#database
      .selectFrom('transactions')
      .select('body')
      .where('state', 'in', ['signed', 'broadcast', 'mined'])
      .orderBy('id')
    if (filter.chainId !== undefined) query = query.where('chain_id', '=', filter.chainId)
    if (filter.sender !== undefined) query = query.where('sender', '=', filter.sender)
    return (await query.execute()).map(fromRecord)
  }

  /** Transactions of a chain that have a block, newest first. */
  async minedRows(chainId: number, limit?: number): Promise<JournalRow[]> {
    let query = this.#database
      .selectFrom('transactions')
      .select('body')
      .where('chain_id', '=', chainId)
      .where('state', 'in', ['mined', 'final', 'reverted'])
      .orderBy('id', 'desc')
    if (limit !== undefined) query = query.limit(limit)
    return (await query.execute()).map(fromRecord)
  }

  /** All transactions, oldest first. */
  async allRows(): Promise<JournalRow[]> {
    const records = await this.#database
      .selectFrom('transactions')
      .select('body')
      .orderBy('id')
      .execute()
    return records.map(fromRecord)
  }

  /** The tables, for the audit. */
  get tables(): Kysely<JournalTables> {
    return this.#database
  }

  async #flush(): Promise<void> {
    await nextTurn()
    while (this.#queue.length > 0) {
      const group = this.#takeGroup()
      const done = await this.#commit(group)
      // One bad fact must not make its neighbours fail.
      if (!done) for (const one of group) await this.#commit([one])
    }
    this.#flushing = undefined
  }

  #takeGroup(): Waiting[] {
    let facts = 0
    const end = this.#queue.findIndex((waiting, index) => {
      facts += waiting.facts.length
      return index > 0 && facts > MAX_GROUP
    })
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end)
  }

  /** False if a group of several failed and each should be tried alone. */
  async #commit(group: readonly Waiting[]): Promise<boolean> {
    try {
      const facts = group.flatMap((waiting) => waiting.facts)
      const at = new Date(this.#clock.now()).toISOString()
      const rows = await this.#database
        .transaction()
        .execute((transaction) => appendFacts(transaction, facts, at))
      for (const { facts, resolve } of group) resolve(rows.splice(0, facts.length))
    } catch (error) {
      if (group.length > 1) return false
      for (const { reject } of group) reject(converted(error))
    }
    return true
  }
}

/** The unique keys are the last guard: one live transaction per key, and one per nonce. */
function converted(error: unknown): unknown {
  const code = String((error as { code?: unknown }).code)
  return code.startsWith('SQLITE_CONSTRAINT') ? journalConflict(error) : error
}
