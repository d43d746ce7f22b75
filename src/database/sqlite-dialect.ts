import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SelectQueryNode,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import type Libsql from 'libsql'
import { CapstanError } from '../primitives/capstan-error.ts'
import { databaseDamaged, databaseLocked, databaseUnusable } from './database-errors.ts'

/** How long a statement waits for another's transaction. They last milliseconds. */
const LOCK_WAIT_MS = 15_000
const LOCK_POLL_MS = 4

/**
 * Kysely's SQLite dialect over libsql, whose binary comes inside its npm package.
 * @throws nothing itself; every query DATABASE_DAMAGED, DATABASE_LOCKED, DATABASE_UNUSABLE
 */
export function sqliteDialect(path: string): SqliteDialect {
  return new LibsqlDialect(path)
}

class LibsqlDialect extends SqliteDialect {
  readonly #path: string

  constructor(path: string) {
    super({ database: () => openSqlite(path) })
    this.#path = path
  }

  override createDriver(): SqliteDriver {
    return new LibsqlDriver({ database: () => openSqlite(this.#path) })
  }
}

/**
 * Takes the write lock when a transaction begins, not at its first write: otherwise two processes
 * read the same state and one of them fails when it writes. A lone write is a transaction of its
 * own, because only its beginning can be waited for.
 */
class LibsqlDriver extends SqliteDriver {
  #inTransaction = false

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    return {
      executeQuery: <R>(query: CompiledQuery) => this.#execute<R>(connection, query),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    }
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#inTransaction = true
    try {
      await super.beginTransaction(connection)
    } catch (error) {
      this.#inTransaction = false
      throw error
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#inTransaction = false
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection)
    this.#inTransaction = false
  }

  async #execute<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    if (query.sql === 'begin') return patiently(() => connection.executeQuery<R>(query))
    if (this.#inTransaction || SelectQueryNode.is(query.query)) {
      return connection.executeQuery<R>(query)
    }
    await patiently(() => connection.executeQuery(CompiledQuery.raw('begin')))
    try {
      const result = await connection.executeQuery<R>(query)
      await connection.executeQuery(CompiledQuery.raw('commit'))
      return result
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
      throw error
    }
  }
}

/**
 * SQLite's own way of waiting stops the whole process, and with it the transaction of another
 * connection of the same process that it waits for. This one lets the others go on.
 */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      const locked = error instanceof CapstanError && error.code === 'DATABASE_LOCKED'
      if (!locked || Date.now() >= deadline) throw error
      await sleep(LOCK_POLL_MS)
    }
  }
}

async function openSqlite(path: string): Promise<SqliteDatabase> {
  const { default: Database } = await import('libsql')
  const database = guarded(path, () => new Database(path, { timeout: 0 }))
  await patiently(async () => guarded(path, () => database.exec('pragma journal_mode = WAL')))
  // A commit returns after its fsync: what is journalled survives a power failure.
  database.exec('pragma synchronous = FULL')
  database.exec('pragma foreign_keys = ON')
  return {
    close: () => {
      database.close()
    },
    prepare: (sql) => {
      const word = TRANSACTION_CONTROL[sql]
      return word ? control(path, database, word) : prepared(path, database, sql)
    },
  }
}

/**
 * These run without a prepared statement: libsql leaves one that failed unfinished, and the
 * snapshot it holds makes every later attempt fail as well.
 */
const TRANSACTION_CONTROL: Readonly<Record<string, string>> = {
  begin: 'begin immediate',
  commit: 'commit',
  rollback: 'rollback',
}

function control(path: string, database: Libsql.Database, sql: string): SqliteStatement {
  return {
    reader: false,
    all: () => [],
    run: () => {
      guarded(path, () => database.exec(sql))
      return { changes: 0, lastInsertRowid: 0 }
    },
    iterate: () => [].values(),
  }
}

function prepared(path: string, database: Libsql.Database, sql: string): SqliteStatement {
  const statement = guarded(path, () => database.prepare(sql))
  return {
    reader: statement.reader,
    all: (parameters) => guarded(path, () => statement.all(parameters)),
    run: (parameters) => guarded(path, () => statement.run(parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw converted(path, error)
  }
}

/** A broken constraint is for the caller and stays as it is. */
function converted(path: string, error: unknown): unknown {
  const code = String((error as { code?: unknown }).code)
  if (code.startsWith('SQLITE_CONSTRAINT')) return error
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return databaseLocked(path, error)
  }
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return databaseDamaged(path, error)
  }
  return databaseUnusable(path, error)
}
