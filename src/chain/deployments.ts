import type { Kysely } from 'kysely'
import { type Migration, migrateTables } from '../database/migrations.ts'
import type { Database } from '../database/open-database.ts'
import { hexToBytes } from '../primitives/hex.ts'
import { keccak256Hex } from '../primitives/keccak.ts'
import type { Chain } from './chain.ts'
import { codeAt } from './rpc/accounts.ts'

/** A contract that capstan deployed. */
export interface Deployment {
  /** As in `contract deploy NAME`. */
  readonly name: string
  /** EIP-55. */
  readonly address: string
  readonly chainId: number
  readonly transactionHash: string
  readonly blockNumber: number
  /** keccak256 of the code on chain, immutables filled in; 0x-lower. */
  readonly codeHash: string
  /** As given, in order. */
  readonly constructorArgs: readonly string[]
}

type DeploymentTables = {
  deployments: {
    address: string
    chain_id: number
    name: string
    transaction_hash: string
    block_number: number
    code_hash: string
    constructor_args: string
  }
}

const migrations: readonly Migration[] = [
  (database) =>
    database.schema
      .createTable('deployments')
      .addColumn('chain_id', 'bigint', (column) => column.notNull())
      .addColumn('address', 'char(42)', (column) => column.notNull())
      .addColumn('name', 'varchar(64)', (column) => column.notNull())
      .addColumn('transaction_hash', 'char(66)', (column) => column.notNull())
      .addColumn('block_number', 'bigint', (column) => column.notNull())
      .addColumn('code_hash', 'char(66)', (column) => column.notNull())
      .addColumn('constructor_args', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deployments_primary', ['chain_id', 'address'])
      .execute(),
]

/** The contracts this home has deployed, by chain. */
export class Deployments {
  readonly #database: Kysely<DeploymentTables>

  private constructor(database: Database) {
    this.#database = database.withTables<DeploymentTables>()
  }

  /** @throws DATABASE_NEWER, DATABASE_DAMAGED, DATABASE_LOCKED */
  static async open(database: Database): Promise<Deployments> {
    await migrateTables(database, 'deployments', migrations)
    return new Deployments(database)
  }

  /** Records a deployment, or overwrites its record. */
  async record(deployment: Deployment): Promise<void> {
    const { chainId, address } = deployment
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('deployments')
        .where('chain_id', '=', chainId)
        .where('address', '=', address)
        .execute()
      await transaction
        .insertInto('deployments')
        .values({
          chain_id: chainId,
          address,
          name: deployment.name,
          transaction_hash: deployment.transactionHash,
          block_number: deployment.blockNumber,
          code_hash: deployment.codeHash,
          constructor_args: JSON.stringify(deployment.constructorArgs),
        })
        .execute()
    })
  }

  /** The deployments on a chain, newest first. */
  async list(chainId: number): Promise<Deployment[]> {
    const rows = await this.#database
      .selectFrom('deployments')
      .selectAll()
      .where('chain_id', '=', chainId)
      .orderBy('block_number', 'desc')
      .orderBy('address')
      .execute()
    return rows.map((row) => ({
      name: row.name,
      address: row.address,
      chainId: row.chain_id,
      transactionHash: row.transaction_hash,
      blockNumber: row.block_number,
      codeHash: row.code_hash,
      constructorArgs: JSON.parse(row.constructor_args) as string[],
    }))
  }

  /** The newest deployment with this name or address on a chain. */
  async find(chainId: number, reference: string): Promise<Deployment | undefined> {
    const wanted = reference.toLowerCase()
    return (await this.list(chainId)).find(
      ({ name, address }) => name === reference || address.toLowerCase() === wanted,
    )
  }
}

/** keccak256 of the code at an address, or of the empty string where there is none. */
export async function codeHashAt({ rpc }: Chain, address: string): Promise<string> {
  const code = await rpc.ask(codeAt(address, 'latest'))
  return keccak256Hex(hexToBytes(code, 'code'))
}
