// CSV files that list accounts and amounts, read and written many lines at a time. A kernel takes
// the plain lines; all others go through the reader of `csv-rows.ts`, line by line, which also words
// their errors.

import { loadAccountRowsKernel, ROW_BYTES, rowBatches } from './account-rows.ts'
import {
  type CsvLayout,
  type CsvRow,
  type CsvSummary,
  type LineTaker,
  MAX_LINE_BYTES,
  readCsv,
  readCsvFile,
  type TakenLines,
} from './csv-rows.ts'

/** The header is line 1, so that the first row is on line 2. */
const FIRST_ROW_LINE = 2
/** A file whose lines are not numbered. */
const NO_INDEX = -1n
const MIN_WINDOW = 2 * MAX_LINE_BYTES
const LF = 0x0a

export interface AccountCsvLayout extends CsvLayout {
  /** Whether a first column counts the rows, from 0. */
  readonly isNumbered: boolean
}

export interface AccountTaker {
  /**
   * Takes packed rows whose lines are as plain as can be: the address lower case and not zero, the
   * amount canonical and above zero. They are valid until it returns.
   * @returns how many were taken: the line of the first that was not comes to `row` instead.
   */
  rows(rows: Uint8Array): number
  /** Takes any other line; throws the row's error where it is not what the file may hold. */
  row(row: CsvRow): void
}

/** Reads a file of accounts, in its order. @throws as `readCsvFile` does, and what the taker throws. */
export function readAccountCsvFile(
  file: string,
  layout: AccountCsvLayout,
  taker: AccountTaker,
): Promise<CsvSummary> {
  return readCsvFile(file, layout, (row) => taker.row(row), new PlainLines(layout, taker))
}

/** As `readAccountCsvFile`, for bytes from anywhere. */
export function readAccountCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  layout: AccountCsvLayout,
  taker: AccountTaker,
): Promise<CsvSummary> {
  return readCsv(chunks, file, layout, (row) => taker.row(row), new PlainLines(layout, taker))
}

/** Hands plain lines to the taker. How much it looks ahead depends on how far it came before. */
class PlainLines implements LineTaker {
  readonly #kernel = loadAccountRowsKernel()
  readonly #rows = new Uint8Array(this.#kernel.batch * ROW_BYTES)
  readonly #isNumbered: boolean
  readonly #taker: AccountTaker
  #window = MIN_WINDOW

  constructor({ isNumbered }: AccountCsvLayout, taker: AccountTaker) {
    this.#isNumbered = isNumbered
    this.#taker = taker
  }

  take(chunk: Uint8Array, start: number, line: number): TakenLines {
    const kernel = this.#kernel
    const window = chunk.subarray(start, start + this.#window)
    const index = this.#isNumbered ? BigInt(line - FIRST_ROW_LINE) : NO_INDEX
    kernel.text.set(window)
    const count = kernel.read(0, window.length, index)
    const end = kernel.next()
    this.#look(count === kernel.batch || end + MAX_LINE_BYTES > window.length)
    if (count === 0) return { count: 0, end: start }
    this.#rows.set(kernel.rows.subarray(0, count * ROW_BYTES))
    const taken = this.#taker.rows(this.#rows.subarray(0, count * ROW_BYTES))
    return { count: taken, end: start + (taken === count ? end : endOfLines(window, taken)) }
  }

  /** Farther where all was plain, near where it was not: what is looked at in vain is copied in vain. */
  #look(isFarther: boolean): void {
    this.#window = isFarther ? Math.min(2 * this.#window, this.#kernel.textBytes) : MIN_WINDOW
  }
}

/** Where the first `count` lines end. */
function endOfLines(text: Uint8Array, count: number): number {
  let end = 0
  for (let line = 0; line < count; line++) end = text.indexOf(LF, end) + 1
  return end
}

/** The lines of packed rows, numbered from `firstIndex` where it is given, in pieces that may be kept. */
export function* accountLines(rows: Uint8Array, firstIndex?: number): Generator<Uint8Array> {
  let index = firstIndex
  for (const batch of rowBatches(rows)) {
    yield linesOf(batch, index)
    if (index !== undefined) index += batch.length / ROW_BYTES
  }
}

/** As `accountLines`, of rows of one call of the kernel. */
export function linesOf(rows: Uint8Array, firstIndex?: number): Uint8Array {
  const kernel = loadAccountRowsKernel()
  kernel.rows.set(rows)
  const index = firstIndex === undefined ? NO_INDEX : BigInt(firstIndex)
  return kernel.text.slice(0, kernel.write(rows.length / ROW_BYTES, index))
}
