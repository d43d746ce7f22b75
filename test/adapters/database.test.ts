import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Migration, migrateTables } from '../../src/database/migrations.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { withFolder } from '../support/engine.ts'

const first: Migration = async (database) => {
  await database.schema.createTable('shelf').addColumn('item', 'text').execute()
}
const second: Migration = async (database) => {
  await database.schema.alterTable('shelf').addColumn('place', 'text').execute()
}

test('the file and its folder are private', () =>
  withFolder(async (folder) => {
    const database = await openDatabase(`sqlite:${join(folder, 'deep', 'capstan.db')}`)
    await migrateTables(database, 'shelves', [first])
    await database.destroy()
    expect(statSync(join(folder, 'deep', 'capstan.db')).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700)
  }))

test('tables grow by the migrations that are new', () =>
  withFolder(async (folder) => {
    const url = `sqlite:${join(folder, 'capstan.db')}`
    for (const migrations of [[first], [first, second], [first, second]]) {
      const database = await openDatabase(url)
      await migrateTables(database, 'shelves', migrations)
      const [table] = (await database.introspection.getTables()).filter((t) => t.name === 'shelf')
      expect(table?.columns).toHaveLength(migrations.length)
      await database.destroy()
    }
  }))

test('tables of a newer capstan are left alone: exit 8', () =>
  withFolder(async (folder) => {
    const database = await openDatabase(`sqlite:${join(folder, 'capstan.db')}`)
    await migrateTables(database, 'shelves', [first, second])
    await expect(migrateTables(database, 'shelves', [first])).rejects.toMatchObject({
      code: 'DATABASE_NEWER',
      exitCode: 8,
      details: { component: 'shelves', found: 2, known: 1 },
    })
    await database.destroy()
  }))

test('a migration that fails leaves no trace', () =>
  withFolder(async (folder) => {
    const database = await openDatabase(`sqlite:${join(folder, 'capstan.db')}`)
    const broken: Migration = async () => {
      throw new RangeError('out of shelves')
    }
    await expect(migrateTables(database, 'shelves', [first, broken])).rejects.toThrow(RangeError)
    await migrateTables(database, 'shelves', [first])
    await database.destroy()
  }))

test('a file that is no database is damaged, not overwritten: exit 8', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'capstan.db')
    writeFileSync(path, 'these are somebody’s notes, long enough to be no header\n'.repeat(20))
    const database = await openDatabase(`sqlite:${path}`)
    await expect(migrateTables(database, 'shelves', [first])).rejects.toMatchObject({
      code: 'DATABASE_DAMAGED',
      exitCode: 8,
    })
    expect(statSync(path).size).toBeGreaterThan(1_000)
  }))

test.each(['mysql://root@localhost/capstan', 'postgres://x', 'capstan.db', 'sqlite:', ''])(
  'the URL "%s" is a usage error',
  async (url) => {
    await expect(openDatabase(url)).rejects.toMatchObject({
      code: 'DATABASE_URL_UNSUPPORTED',
      exitCode: 2,
    })
  },
)

test('a database below what is no folder cannot be used: exit 8', () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, 'notes'), 'a file')
    const path = join(folder, 'notes', 'capstan.db')
    await expect(openDatabase(`sqlite:${path}`)).rejects.toMatchObject({
      code: 'DATABASE_UNUSABLE',
      exitCode: 8,
      details: { path, reason: expect.stringMatching(/ENOTDIR|EEXIST/) },
    })
  }))
