import { linesOf } from '../../primitives/account-csv.ts'
import { ROW_BYTES, rowsOfHolders, sumOfAmounts } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import { readUint256 } from '../../primitives/uint256.ts'
import type { BalanceTable } from './balance-table.ts'
import type { HolderList, HolderPiece } from './holder-list.ts'

/** First line of snapshot.csv for EVM accounts. */
export const ACCOUNTS_HEADER = 'address,balanceBaseUnits'

/** An account and its balance. */
export interface Holder {
  /** 0x and 40 lower-case hex digits. */
  readonly address: string
  /** Base units. */
  readonly amount: bigint
}

/** The holders of packed rows. */
export function* holdersIn(pieces: Iterable<Uint8Array>): Generator<Holder> {
  for (const piece of pieces) {
    const hex = Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('hex')
    for (let at = 0; at < piece.length; at += ROW_BYTES) {
      yield {
        address: `0x${hex.slice(2 * at, 2 * (at + ADDRESS_BYTES))}`,
        amount: readUint256(piece, at + ADDRESS_BYTES),
      }
    }
  }
}

/** The accounts of a table with a balance, except the zero address. */
export class AccountHolders implements HolderList {
  readonly header = ACCOUNTS_HEADER
  readonly #table: BalanceTable

  constructor(table: BalanceTable) {
    this.#table = table
  }

  *pieces(): Generator<HolderPiece> {
    for (const piece of this.#table.sortedRows()) {
      const rows = rowsOfHolders(piece)
      const holders = rows.length / ROW_BYTES
      yield { lines: linesOf(rows), holders, baseUnits: sumOfAmounts(rows) }
    }
  }
}
