import type { Kysely } from 'kysely'
import { type Migration, migrateTables } from '../../database/migrations.ts'
import type { Database } from '../../database/open-database.ts'
import type { DriverName } from '../proposal/proposal.ts'

/** A multisig this home has created or used. */
export interface KnownMultisig {
  /** EIP-55. */
  readonly address: string
  readonly chainId: number
  readonly driver: DriverName
  /** Empty if it has none. */
  readonly name: string
}

type MultisigTables = {
  multisigs: { chain_id: number; address: string; driver: string; name: string }
  multisig_recipients: { chain_id: number; multisig: string; address: string; name: string }
}

const migrations: readonly Migration[] = [
  async (database) => {
    await database.schema
      .createTable('multisigs')
      .addColumn('chain_id', 'bigint', (column) => column.notNull())
      .addColumn('address', 'char(42)', (column) => column.notNull())
      .addColumn('driver', 'varchar(16)', (column) => column.notNull())
      .addColumn('name', 'varchar(64)', (column) => column.notNull())
      .addPrimaryKeyConstraint('multisigs_primary', ['chain_id', 'address'])
      .execute()
    await database.schema
      .createTable('multisig_recipients')
      .addColumn('chain_id', 'bigint', (column) => column.notNull())
      .addColumn('multisig', 'char(42)', (column) => column.notNull())
      .addColumn('address', 'char(42)', (column) => column.notNull())
      .addColumn('name', 'varchar(64)', (column) => column.notNull())
      .addPrimaryKeyConstraint('multisig_recipients_primary', ['chain_id', 'multisig', 'address'])
      .execute()
  },
]

/** The multisigs of this home, and the names of their recipients, which no chain has. */
export class KnownMultisigs {
  readonly #database: Kysely<MultisigTables>

  private constructor(database: Database) {
    this.#database = database.withTables<MultisigTables>()
  }

  /** @throws DATABASE_NEWER, DATABASE_DAMAGED, DATABASE_LOCKED */
  static async open(database: Database): Promise<KnownMultisigs> {
    await migrateTables(database, 'multisigs', migrations)
    return new KnownMultisigs(database)
  }

  /** Remembers a multisig; keeps its name unless a new one is given. */
  async remember({ chainId, address, driver, name }: KnownMultisig): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const of = transaction
        .selectFrom('multisigs')
        .select('name')
        .where('chain_id', '=', chainId)
        .where('address', '=', address)
      const earlier = await of.executeTakeFirst()
      await transaction
        .deleteFrom('multisigs')
        .where('chain_id', '=', chainId)
        .where('address', '=', address)
        .execute()
      await transaction
        .insertInto('multisigs')
        .values({ chain_id: chainId, address, driver, name: name || (earlier?.name ?? '') })
        .execute()
    })
  }

  /** Names a recipient. */
  async nameRecipient(
    { chainId, multisig }: { readonly chainId: number; readonly multisig: string },
    address: string,
    name: string,
  ): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('multisig_recipients')
        .where('chain_id', '=', chainId)
        .where('multisig', '=', multisig)
        .where('address', '=', address)
        .execute()
      await transaction
        .insertInto('multisig_recipients')
        .values({ chain_id: chainId, multisig, address, name })
        .execute()
    })
  }

  /** All of them, by chain and address. */
  async list(): Promise<KnownMultisig[]> {
    const rows = await this.#database
      .selectFrom('multisigs')
      .selectAll()
      .orderBy('chain_id')
      .orderBy('address')
      .execute()
    return rows.map(({ chain_id, address, driver, name }) => ({
      ...{ chainId: chain_id, address, name },
      driver: driver as DriverName,
    }))
  }

  /** Names of a multisig's recipients, by address. */
  async recipientNames(chainId: number, multisig: string): Promise<Map<string, string>> {
    const rows = await this.#database
      .selectFrom('multisig_recipients')
      .select(['address', 'name'])
      .where('chain_id', '=', chainId)
      .where('multisig', '=', multisig)
      .execute()
    return new Map(rows.map(({ address, name }) => [address, name]))
  }
}
