import { type Kysely, sql } from 'kysely'
import { databaseNewer } from './database-errors.ts'

/** One step of a component's tables. Steps already released are never edited, only followed. */
export type Migration = (database: Kysely<unknown>) => Promise<void>

type VersionTable = { component_versions: { component: string; version: number } }

/**
 * Brings one component's tables to the newest version, in one transaction, so that of two
 * processes starting at once one waits for the other.
 * @throws DATABASE_NEWER if a newer capstan has migrated them; as a query does (`openDatabase`).
 */
export async function migrateTables(
  database: Kysely<unknown>,
  component: string,
  migrations: readonly Migration[],
): Promise<void> {
  await sql`create table if not exists component_versions (
    component varchar(64) primary key, version integer not null)`.execute(database)
  if ((await versionOf(database, component)) === migrations.length) return
  await database.transaction().execute(async (transaction) => {
    const version = await versionOf(transaction, component)
    if (version > migrations.length) throw databaseNewer(component, version, migrations.length)
    for (const migration of migrations.slice(version)) await migration(transaction)
    const versions = transaction.withTables<VersionTable>()
    await versions.deleteFrom('component_versions').where('component', '=', component).execute()
    await versions
      .insertInto('component_versions')
      .values({ component, version: migrations.length })
      .execute()
  })
}

async function versionOf(database: Kysely<unknown>, component: string): Promise<number> {
  const row = await database
    .withTables<VersionTable>()
    .selectFrom('component_versions')
    .select('version')
    .where('component', '=', component)
    .executeTakeFirst()
  return row?.version ?? 0
}
