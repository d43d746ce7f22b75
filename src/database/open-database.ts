import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import { databaseUnusable, databaseUrlUnsupported } from './database-errors.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/**
 * SQL behind Kysely. Each component declares its tables with `withTables` and creates them with
 * `migrateTables`. Integers come back as JavaScript numbers: amounts are decimal text.
 * Loading this module loads Kysely; import it when a database is really needed.
 */
export type Database = Kysely<unknown>

/**
 * Opens `sqlite:PATH`, creating the file (mode 0600) and its folder (0700) when they are missing.
 * Close with `destroy()`. The database itself is opened by the first query.
 * @throws DATABASE_URL_UNSUPPORTED, DATABASE_UNUSABLE; every query DATABASE_DAMAGED, DATABASE_UNUSABLE,
 * and DATABASE_LOCKED if another process has it for longer than 15 seconds
 */
export async function openDatabase(url: string): Promise<Database> {
  const path = sqlitePath(url)
  await createPrivately(path)
  return new Kysely({ dialect: sqliteDialect(path) })
}

/** `sqlite:relative`, `sqlite:/absolute` and `sqlite:///absolute`. */
function sqlitePath(url: string): string {
  const [scheme = '', ...rest] = url.split(':')
  const path = rest.join(':').replace(/^\/\/(?=\/)/, '')
  if (scheme !== 'sqlite' || path === '') throw databaseUrlUnsupported(rest.length ? scheme : '')
  return path
}

async function createPrivately(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await (await open(path, 'a', 0o600)).close()
  } catch (cause) {
    throw databaseUnusable(path, cause)
  }
}
