import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import type Libsql from 'libsql'
import { CapstanError } from '../primitives/capstan-error.ts'
import { databaseDamaged, databaseLocked, databaseUnusable } from './errors.ts'

/** How long a statement waits for another's transaction. They last milliseconds. */
const LOCK_WAIT_MS = 15_000
const LOCK_POLL_MS = 4

/** Kysely's SQLite dialect over libsql, whose binary comes inside its npm package. */
export function sqliteDialect(path: string): SqliteDialect {
  return new PatientDialect({ database: () => openSqlite(path) })
}

class PatientDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDriver>[0]

  constructor(config: ConstructorParameters<typeof SqliteDriver>[0]) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new PatientDriver(this.#config)
  }
}

/**
 * SQLite's own way of waiting stops the whole process, and with it the transaction of another
 * connection of the same process that it waits for. This one lets the others go on.
 */
class PatientDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    return {
      executeQuery: <R>(query: CompiledQuery) => patiently(() => connection.executeQuery<R>(query)),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    }
  }
}

async function patiently<R>(execute: () => Promise<QueryResult<R>>): Promise<QueryResult<R>> {
  const deadline = Date.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      return await execute()
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
  await patiently(async () => {
    guarded(path, () => {
      database.pragma('journal_mode = WAL')
      // A commit returns after its fsync: what is journalled survives a power failure.
      database.pragma('synchronous = FULL')
      database.pragma('foreign_keys = ON')
    })
    return { rows: [] }
  })
  return adapter(path, database)
}

function adapter(path: string, database: Libsql.Database): SqliteDatabase {
  return {
    close: () => {
      database.close()
    },
    prepare: (sql) => {
      // A transaction that reads before it writes must hold the write lock from the start;
      // otherwise two processes read the same state and one of them fails when it writes.
      const statement = guarded(path, () =>
        database.prepare(sql === 'begin' ? 'begin immediate' : sql),
      )
      return {
        reader: statement.reader,
        all: (parameters) => guarded(path, () => statement.all(parameters)),
        run: (parameters) => guarded(path, () => statement.run(parameters)),
        iterate: (parameters) => statement.iterate(parameters),
      }
    },
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw converted(path, error)
  }
}

/** A broken constraint is the caller's business and stays as it is. */
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
