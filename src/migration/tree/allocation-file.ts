// `allocation.csv`: who may claim what. One line per index, in index order; the same list gives the
// same bytes on every machine, so that its SHA-256 names it.

import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import {
  type AccountCsvLayout,
  accountLines,
  readAccountCsvFile,
} from '../../primitives/account-csv.ts'
import { ROW_BYTES } from '../../primitives/account-rows.ts'
import { ADDRESS_BYTES, readAddressField, readUint256Field } from '../../primitives/csv-fields.ts'
import { type CsvRow, csvInvalid } from '../../primitives/csv-rows.ts'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { AllocationTable } from './allocation-table.ts'

const HEADER = 'index,address,amountBaseUnits'
const LAYOUT: AccountCsvLayout = {
  code: 'ALLOCATION_FILE_INVALID',
  headers: [HEADER],
  isNumbered: true,
}
const INDEX = 0
const ADDRESS = 1
const AMOUNT = 2
/** The header is line 1, so that index 0 is on line 2. */
const LINE_OF_INDEX_0 = 2

const SHORTEST_LINE_BYTES = `0,0x${'0'.repeat(40)},1\n`.length

export interface AllocationFile {
  readonly allocations: AllocationTable
  readonly totalBaseUnits: bigint
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly digest: string
}

/**
 * Reads `allocation.csv`. Accepts only what `writeAllocationFile` could have written.
 * @throws ALLOCATION_FILE_INVALID (usage) with file, line and column: unknown header, gap in the
 *   indexes, zero or repeated address, amount that is not canonical, cut or trailing bytes;
 *   CSV_FILE_MISSING (not-found) if there is no such file.
 */
export async function readAllocationFile(file: string): Promise<AllocationFile> {
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  const allocations = new AllocationTable(Math.ceil(size / SHORTEST_LINE_BYTES))
  const { digest } = await readAccountCsvFile(file, LAYOUT, {
    rows: (rows) => {
      allocations.addRows(rows)
      return rows.length / ROW_BYTES
    },
    row: (row) => readRow(row, allocations),
  })
  const repeated = allocations.findRepeatedAccount()
  if (repeated !== undefined) {
    const at = { file, line: repeated.index + LINE_OF_INDEX_0 }
    const earlier = `is already on line ${repeated.earlier + LINE_OF_INDEX_0}`
    const problem = `address "${allocations.account(repeated.index)}" ${earlier}`
    throw csvInvalid(LAYOUT, at, problem, 'address')
  }
  const totalBaseUnits = allocations.totalBaseUnits()
  if (totalBaseUnits >> 256n !== 0n) {
    throw csvInvalid(LAYOUT, { file, line: 0 }, 'the sum of the amounts exceeds 256 bits')
  }
  return { allocations, totalBaseUnits, digest }
}

/** Writes `allocation.csv` and returns its digest (SHA-256, lower-case hex). */
export function writeAllocationFile(file: string, allocations: AllocationTable): Promise<string> {
  return writeDigestedFile(file, allocationCsv(allocations))
}

/** The digest `writeAllocationFile` would return, without writing. */
export function allocationDigest(allocations: AllocationTable): string {
  const hash = createHash('sha256')
  for (const chunk of allocationCsv(allocations)) hash.update(chunk)
  return hash.digest('hex')
}

function* allocationCsv(allocations: AllocationTable): Generator<Uint8Array | string> {
  yield `${HEADER}\n`
  yield* accountLines(allocations.rows(0, allocations.length), 0)
}

function readRow(row: CsvRow, allocations: AllocationTable): void {
  if (!isNumber(row, INDEX, allocations.length)) {
    throw row.invalid(INDEX, `is not the next index, ${allocations.length}`)
  }
  allocations.addRow((bytes, at) => {
    readAddressField(row, ADDRESS, bytes, at)
    if (isZero(bytes, at)) throw row.invalid(ADDRESS, 'is the zero address')
    readUint256Field(row, AMOUNT, bytes, at + ADDRESS_BYTES)
  })
}

/** Whether the field is `number` in canonical digits. */
function isNumber(row: CsvRow, field: number, number: number): boolean {
  const start = row.start(field)
  const end = row.end(field)
  let value = 0
  for (let i = start; i < end; i++) {
    const digit = (row.bytes[i] as number) - 0x30
    if (digit < 0 || digit > 9) return false
    value = value * 10 + digit
  }
  return value === number && (end - start === 1 || (end > start && row.bytes[start] !== 0x30))
}

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + ADDRESS_BYTES; i++) if (bytes[i] !== 0) return false
  return true
}
