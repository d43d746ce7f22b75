import type { Kysely, Transaction } from 'kysely'
import type { Clock } from '../primitives/clock.ts'
import { type Migration, migrateTables } from './migrations.ts'
import type { Database } from './open-database.ts'

/** The rolling window of daily limits. */
export const SPENDING_WINDOW_MS = 24 * 3_600_000
/** How long a row is kept: one that is re-signed within a day after its window is still known. */
const KEPT_MS = 2 * SPENDING_WINDOW_MS

/** Amounts are base units of `asset`. */
export interface Spending {
  readonly asset: string
  readonly amountBaseUnits: bigint
  readonly limitBaseUnits: bigint
}

type SpendingTables = {
  spendings: {
    account: string
    slot: string
    asset: string
    amount_base_units: string
    /** Milliseconds since the Unix epoch. */
    at: number
  }
}

const MIGRATIONS: readonly Migration[] = [
  async (database) => {
    await database.schema
      .createTable('spendings')
      .addColumn('account', 'varchar(160)', (column) => column.notNull())
      .addColumn('slot', 'varchar(128)', (column) => column.notNull())
      .addColumn('asset', 'varchar(66)', (column) => column.notNull())
      .addColumn('amount_base_units', 'varchar(80)', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('spendings_key', ['account', 'asset', 'slot'])
      .execute()
  },
]

/** What accounts have spent lately, summed under the database's write lock. */
export class SpendingLedger {
  readonly #database: Kysely<SpendingTables>
  readonly #clock: Pick<Clock, 'now'>

  private constructor(database: Database, clock: Pick<Clock, 'now'>) {
    this.#database = database.withTables<SpendingTables>()
    this.#clock = clock
  }

  /** @throws as `migrateTables` */
  static async open(database: Database, clock: Pick<Clock, 'now'>): Promise<SpendingLedger> {
    await migrateTables(database, 'spending', MIGRATIONS)
    return new SpendingLedger(database, clock)
  }

  /**
   * Records what `slot` spends if it fits within every asset's limit, the limit included; else nothing. The same slot again counts once, at the larger amount.
   * @returns the first asset without room, and what is spent of it without the slot.
   * @throws what a query throws (`openDatabase`).
   */
  take(
    account: string,
    slot: string,
    spending: readonly Spending[],
  ): Promise<{ asset: string; spentBaseUnits: bigint } | undefined> {
    const now = this.#clock.now()
    return this.#database.transaction().execute(async (transaction) => {
      const taken: SpendingTables['spendings'][] = []
      for (const { asset, amountBaseUnits, limitBaseUnits } of spending) {
        const { spent, before } = await sumOf(transaction, { account, slot, now }, asset)
        const amount = amountBaseUnits > before ? amountBaseUnits : before
        if (spent + amount > limitBaseUnits) return { asset, spentBaseUnits: spent }
        taken.push({ account, slot, asset, amount_base_units: `${amount}`, at: now })
      }
      await transaction
        .deleteFrom('spendings')
        .where('at', '<=', now - KEPT_MS)
        .execute()
      for (const row of taken) await write(transaction, row)
      return undefined
    })
  }
}

/** What is spent in the window without the slot, and what the slot holds already. */
async function sumOf(
  transaction: Transaction<SpendingTables>,
  { account, slot, now }: { account: string; slot: string; now: number },
  asset: string,
): Promise<{ spent: bigint; before: bigint }> {
  const rows = await transaction
    .selectFrom('spendings')
    .select(['slot', 'amount_base_units', 'at'])
    .where('account', '=', account)
    .where('asset', '=', asset)
    .execute()
  let spent = 0n
  let before = 0n
  for (const row of rows) {
    if (row.slot === slot) before = BigInt(row.amount_base_units)
    else if (row.at > now - SPENDING_WINDOW_MS) spent += BigInt(row.amount_base_units)
  }
  return { spent, before }
}

async function write(
  transaction: Transaction<SpendingTables>,
  row: SpendingTables['spendings'],
): Promise<void> {
  await transaction
    .deleteFrom('spendings')
    .where('account', '=', row.account)
    .where('asset', '=', row.asset)
    .where('slot', '=', row.slot)
    .execute()
  await transaction.insertInto('spendings').values(row).execute()
}
