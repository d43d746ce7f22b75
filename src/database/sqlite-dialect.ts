import { type SqliteDatabase, SqliteDialect } from 'kysely'
import type Libsql from 'libsql'
import type { CapstanError } from '../primitives/capstan-error.ts'
import { databaseDamaged, databaseLocked, databaseUnusable } from './errors.ts'

/** How long a statement waits for another process's transaction. They last milliseconds. */
const BUSY_TIMEOUT_MS = 15_000

/** Kysely's SQLite dialect over libsql, whose binary comes inside its npm package. */
export function sqliteDialect(path: string): SqliteDialect {
  return new SqliteDialect({ database: () => openSqlite(path) })
}

async function openSqlite(path: string): Promise<SqliteDatabase> {
  const { default: Database } = await import('libsql')
  return guarded(path, () => {
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS })
    database.pragma('journal_mode = WAL')
    // A commit returns after its fsync: what is journalled survives a power failure.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    return adapter(path, database)
  })
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
function converted(path: string, error: unknown): unknown | CapstanError {
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
