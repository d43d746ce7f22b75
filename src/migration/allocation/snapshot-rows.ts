import { type AccountCsvLayout, readAccountCsvFile } from '../../primitives/account-csv.ts'
import { compareAddresses, ROW_BYTES } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES, readAddressField, readUint256Field } from '../../primitives/csv-fields.ts'
import type { CsvRow } from '../../primitives/csv-rows.ts'
import { bytesToHex } from '../../primitives/hex.ts'
import { ACCOUNTS_HEADER } from '../snapshot/holder.ts'

const LAYOUT: AccountCsvLayout = {
  code: 'SNAPSHOT_FILE_INVALID',
  headers: [ACCOUNTS_HEADER],
  isNumbered: false,
}
const ADDRESS = 0
const BALANCE = 1

/** Takes packed rows, valid until it returns: addresses ascend, balances are base units above 0. */
export type OnRows = (rows: Uint8Array) => void

/**
 * Reads the balances of `snapshot.csv` in ascending order of address, each address once.
 * @returns SHA-256 of the bytes that were read, lower-case hex.
 * @throws SNAPSHOT_FILE_INVALID (usage) with file, line and column; CSV_FILE_MISSING.
 */
export async function readSnapshotRows(file: string, onRows: OnRows): Promise<string> {
  const { digest } = await readAccountCsvFile(file, LAYOUT, new AscendingRows(onRows))
  return digest
}

class AscendingRows {
  readonly #onRows: OnRows
  readonly #row = new Uint8Array(ROW_BYTES)
  /** The address of the row before, or nothing. */
  #last = new Uint8Array()

  constructor(onRows: OnRows) {
    this.#onRows = onRows
  }

  rows(rows: Uint8Array): number {
    const count = this.#ascending(rows)
    if (count > 0) this.#take(rows.subarray(0, count * ROW_BYTES))
    return count
  }

  row(row: CsvRow): void {
    readAddressField(row, ADDRESS, this.#row, 0)
    readUint256Field(row, BALANCE, this.#row, ADDRESS_BYTES)
    if (this.#ascending(this.#row) === 0) {
      throw row.invalid(ADDRESS, `does not ascend: it follows ${bytesToHex(this.#last)}`)
    }
    if (this.#row.subarray(ADDRESS_BYTES).every((byte) => byte === 0)) {
      throw row.invalid(BALANCE, 'is no balance')
    }
    this.#take(this.#row)
  }

  /** Number of rows before one that is not above its predecessor. */
  #ascending(rows: Uint8Array): number {
    const isFirst = this.#last.length === 0
    if (!isFirst && compareAddresses(this.#last, 0, rows, 0) >= 0) return 0
    let at = ROW_BYTES
    while (at < rows.length && compareAddresses(rows, at - ROW_BYTES, rows, at) < 0) at += ROW_BYTES
    return at / ROW_BYTES
  }

  #take(rows: Uint8Array): void {
    this.#last = rows.slice(rows.length - ROW_BYTES, rows.length - ROW_BYTES + ADDRESS_BYTES)
    this.#onRows(rows)
  }
}
