import { type AccountTaker, readAccountCsvFile } from '../../primitives/account-csv.ts'
import { ROW_BYTES, sumOfAmounts } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES, readAddressField, readUint256Field } from '../../primitives/csv-fields.ts'
import type { CsvRow } from '../../primitives/csv-rows.ts'
import { fileDigest } from '../../primitives/file-chunks.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import type { FileSource } from '../campaign/campaign.ts'
import type { BalanceSource, Balances, FinishedSnapshot, OnProgress } from './balance-source.ts'
import { BalanceTable } from './balance-table.ts'
import { AccountHolders } from './holder.ts'

/** Balances are base units, decimal. A snapshot's own file is read as well. */
const LAYOUT = {
  code: 'BALANCE_FILE_INVALID',
  headers: ['address,balance', 'address,balanceBaseUnits'],
  isNumbered: false,
}
const ADDRESS = 0
const BALANCE = 1
const PROGRESS_EVERY_ROWS = 50_000

/** Balances from a CSV file, read strictly. */
export class FileBalances implements BalanceSource {
  readonly kind = 'file'
  readonly #path: string
  readonly #asked: Pick<FileSource, 'decimals' | 'symbol'>

  /** @param path absolute */
  constructor(path: string, asked: Pick<FileSource, 'decimals' | 'symbol'>) {
    this.#path = path
    this.#asked = asked
  }

  get title(): string {
    return `${this.#path} as it is now, in ${this.#asked.symbol} of ${this.#asked.decimals} decimals`
  }

  async isAnsweredBy({ symbol, decimals, sourceDigest }: FinishedSnapshot): Promise<boolean> {
    if (symbol !== this.#asked.symbol || decimals !== this.#asked.decimals) return false
    return sourceDigest !== null && sourceDigest === (await fileDigest(this.#path))
  }

  /** @throws BALANCE_FILE_INVALID naming line and field, CSV_FILE_MISSING */
  async read(onProgress: OnProgress): Promise<Balances> {
    const reader = new BalanceRows(onProgress)
    const { digest } = await readAccountCsvFile(this.#path, LAYOUT, reader)
    const { table, total, holders } = reader
    return {
      holders: new AccountHolders(table),
      facts: {
        chainId: null,
        token: null,
        name: null,
        symbol: this.#asked.symbol,
        decimals: this.#asked.decimals,
        blockHeight: null,
        blockHash: null,
        blockTime: null,
        paused: null,
        supplyBaseUnits: total,
        categories: { holders: { holders, baseUnits: total } },
        seeds: [],
        checkedHolders: 0,
        sourceDigest: digest,
      },
      warnings: [],
    }
  }
}

class BalanceRows implements AccountTaker {
  readonly table = new BalanceTable()
  total = 0n
  holders = 0
  readonly #row = new Uint8Array(ROW_BYTES)
  readonly #onProgress: OnProgress

  constructor(onProgress: OnProgress) {
    this.#onProgress = onProgress
  }

  rows(rows: Uint8Array): number {
    const known = this.table.size
    const taken = this.table.insert(rows)
    this.total += sumOfAmounts(rows.subarray(0, taken * ROW_BYTES))
    this.holders += taken
    this.#tell(known)
    return taken
  }

  row(row: CsvRow): void {
    readAddressField(row, ADDRESS, this.#row, 0, 'checksummed')
    readUint256Field(row, BALANCE, this.#row, ADDRESS_BYTES)
    const address = this.#row.subarray(0, ADDRESS_BYTES)
    if (address.every((byte) => byte === 0)) throw row.invalid(ADDRESS, 'is the zero address')
    if (this.table.amountOf(address)) throw row.invalid(ADDRESS, 'is there twice')
    const amount = readUint256(this.#row, ADDRESS_BYTES)
    this.table.credit(this.#row)
    this.total += amount
    if (amount > 0n) this.holders++
    this.#tell(this.table.size - 1)
  }

  /** @param known how many rows there were before. */
  #tell(known: number): void {
    const rows = this.table.size
    const isStep = Math.floor(rows / PROGRESS_EVERY_ROWS) > Math.floor(known / PROGRESS_EVERY_ROWS)
    if (isStep) this.#onProgress({ stage: 'rows', rows })
  }
}
