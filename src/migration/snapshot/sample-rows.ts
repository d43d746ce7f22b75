import { ROW_BYTES } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES } from '../../primitives/csv-fields.ts'
import type { BalanceTable } from './balance-table.ts'

const PIECE_ROWS = 4096

/**
 * The rows to check when not all are: every account that is below zero by the logs, and of the
 * rest the `size / 2` largest and as many at even distances. The same table gives the same sample.
 */
export function sampleRows(table: BalanceTable, size: number): Uint8Array[] {
  const amounts = new Float64Array(table.size)
  let count = 0
  for (const rows of table.rows()) {
    for (let at = 0; at < rows.length; at += ROW_BYTES) amounts[count++] = roughAmount(rows, at)
  }
  const half = Math.max(1, Math.ceil(size / 2))
  const large = amounts.slice().sort()[Math.max(0, count - half)] ?? 0
  const stride = Math.max(1, Math.floor(count / half))
  const chosen: Uint8Array[] = []
  let position = 0
  for (const rows of table.sortedRows()) {
    for (let at = 0; at < rows.length; at += ROW_BYTES, position++) {
      const isLarge = roughAmount(rows, at) >= large
      if (isBelowZero(rows, at) || isLarge || position % stride === 0) {
        chosen.push(rows.subarray(at, at + ROW_BYTES))
      }
    }
  }
  return inPieces(chosen)
}

/** Whether the row at `at` is below zero: its highest bit is set. */
export function isBelowZero(rows: Uint8Array, at: number): boolean {
  return (rows[at + ADDRESS_BYTES] as number) >= 0x80
}

/** Exact enough to rank the rows; rows below zero count as small. */
function roughAmount(rows: Uint8Array, at: number): number {
  if (isBelowZero(rows, at)) return 0
  let amount = 0
  for (let i = at + ADDRESS_BYTES; i < at + ROW_BYTES; i++)
    amount = amount * 256 + (rows[i] as number)
  return amount
}

function inPieces(rows: readonly Uint8Array[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < rows.length; at += PIECE_ROWS) {
    pieces.push(Buffer.concat(rows.slice(at, at + PIECE_ROWS)))
  }
  return pieces
}
