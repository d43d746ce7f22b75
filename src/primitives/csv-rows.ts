// The one dialect of CSV that capstan reads and writes: printable ASCII, a header, lines that end
// in LF, the same number of fields on every line, nothing quoted. Rows are handed on as bytes in
// place, so that a file of ten million rows costs neither strings nor memory.

import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { CapstanError } from './capstan-error.ts'
import { fileChunks } from './file-chunks.ts'

/** The longest line a canonical row can have is far below this; a longer one is not ours. */
export const MAX_LINE_BYTES = 512
const LF = 0x0a
const COMMA = 0x2c

export interface CsvLayout {
  /** Code of the error for a malformed file, such as `ALLOCATION_FILE_INVALID`. */
  readonly code: string
  /** The headers allowed, such as `['index,address,amountBaseUnits']`; all with as many columns. */
  readonly headers: readonly string[]
}

/** One row, valid until the callback that was given it returns. */
export interface CsvRow {
  /** Line in the file; the header is line 1. */
  readonly line: number
  readonly bytes: Uint8Array
  /** Field `i` is `bytes[start(i), end(i))`. */
  start(field: number): number
  end(field: number): number
  text(field: number): string
  /** The error that says what is wrong with a field, naming file, line and column. */
  invalid(field: number, reason: string): CapstanError
}

/** Takes lines many at a time, as far as it knows them; the line it stops at is read as a row. */
export interface LineTaker {
  /**
   * @param start where a line begins, its number being `line`.
   * @returns how many whole lines were taken, and where the next begins.
   */
  take(chunk: Uint8Array, start: number, line: number): TakenLines
}

export interface TakenLines {
  readonly count: number
  readonly end: number
}

export interface CsvSummary {
  /** Rows after the header. */
  readonly rows: number
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly digest: string
}

/**
 * Reads a CSV file row by row.
 * @throws the layout's code (usage) if it is no regular file, or malformed, with file, line and field;
 *   CSV_FILE_MISSING (not-found) if there is no such file.
 */
export async function readCsvFile(
  file: string,
  layout: CsvLayout,
  onRow: (row: CsvRow) => void,
  lines?: LineTaker,
): Promise<CsvSummary> {
  try {
    // A pipe would be waited for, a device read without end.
    if (!(await stat(file)).isFile()) throw csvFileIrregular(layout, file)
    return await readCsv(fileChunks(file), file, layout, onRow, lines)
  } catch (error) {
    throw isMissingFile(error) ? csvFileMissing(file, error) : error
  }
}

/** As `readCsvFile`, for bytes from anywhere; `file` is the name that errors give. */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  layout: CsvLayout,
  onRow: (row: CsvRow) => void,
  lines?: LineTaker,
): Promise<CsvSummary> {
  const hash = createHash('sha256')
  const scanner = new RowScanner(file, layout, onRow, lines)
  for await (const chunk of chunks) {
    hash.update(chunk)
    scanner.take(chunk)
  }
  return { rows: scanner.finish(), digest: hash.digest('hex') }
}

/** Cuts chunks into lines and lines into fields. It is its own `CsvRow`, one for all rows. */
class RowScanner implements CsvRow {
  line = 0
  bytes: Uint8Array = new Uint8Array()
  #columns: readonly string[] = []
  readonly #starts: number[] = []
  /** A line cut by the end of a chunk, waiting for its rest. */
  readonly #cut = new Uint8Array(MAX_LINE_BYTES)
  #cutLength = 0

  readonly #layout: CsvLayout
  readonly #onRow: (row: CsvRow) => void
  readonly #lines: LineTaker | undefined

  constructor(
    readonly file: string,
    layout: CsvLayout,
    onRow: (row: CsvRow) => void,
    lines: LineTaker | undefined,
  ) {
    this.#layout = layout
    this.#onRow = onRow
    this.#lines = lines
  }

  take(chunk: Uint8Array): void {
    let start = 0
    while (start < chunk.length) {
      start = this.#takeKnown(chunk, start)
      const end = chunk.indexOf(LF, start)
      if (this.#cutLength > 0 || end === -1)
        this.#keep(chunk, start, end === -1 ? chunk.length : end)
      if (end === -1) return
      if (this.#cutLength > 0) {
        this.#takeLine(this.#cut, 0, this.#cutLength)
        this.#cutLength = 0
      } else {
        this.#takeLine(chunk, start, end)
      }
      start = end + 1
    }
  }

  /** @returns where the first line begins that has to be read as a row. */
  #takeKnown(chunk: Uint8Array, start: number): number {
    if (this.#lines === undefined || this.line === 0 || this.#cutLength > 0) return start
    let at = start
    for (;;) {
      const { count, end } = this.#lines.take(chunk, at, this.line + 1)
      if (count === 0) return at
      this.line += count
      at = end
    }
  }

  /** @returns rows after the header. */
  finish(): number {
    if (this.#cutLength > 0) {
      this.line++
      throw this.#malformed('does not end in a line feed: the file may be cut short')
    }
    if (this.line === 0) throw this.#malformed('is empty')
    return this.line - 1
  }

  start(field: number): number {
    return this.#starts[field] as number
  }

  end(field: number): number {
    return (this.#starts[field + 1] as number) - 1
  }

  text(field: number): string {
    return Buffer.from(this.bytes.subarray(this.start(field), this.end(field))).toString('latin1')
  }

  invalid(field: number, reason: string): CapstanError {
    const column = this.#columns[field] as string
    const shown = this.text(field)
    const value = shown.length > 90 ? `${shown.slice(0, 90)}…` : shown
    return csvInvalid(this.#layout, this, `${column} "${value}" ${reason}`, column)
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    if (this.#cutLength + end - start > MAX_LINE_BYTES) {
      this.line++
      throw this.#tooLong()
    }
    this.#cut.set(chunk.subarray(start, end), this.#cutLength)
    this.#cutLength += end - start
  }

  #takeLine(bytes: Uint8Array, start: number, end: number): void {
    this.line++
    if (end - start > MAX_LINE_BYTES) throw this.#tooLong()
    this.bytes = bytes
    if (this.line === 1) {
      this.#takeHeader(start, end)
      return
    }
    this.#split(start, end)
    this.#onRow(this)
  }

  #takeHeader(start: number, end: number): void {
    const header = Buffer.from(this.bytes.subarray(start, end)).toString('latin1')
    if (header.startsWith('\xef\xbb\xbf')) throw this.#malformed('starts with a byte order mark')
    if (header.endsWith('\r')) throw this.#malformed('ends in CR LF, not LF')
    if (!this.#layout.headers.includes(header)) {
      throw this.#malformed(`is not the header "${this.#layout.headers.join('" or "')}"`)
    }
    this.#columns = header.split(',')
  }

  #split(start: number, end: number): void {
    let fields = 0
    this.#starts[fields++] = start
    for (let i = start; i < end; i++) {
      const byte = this.bytes[i] as number
      if (byte === COMMA) this.#starts[fields++] = i + 1
      else if (byte <= 0x20 || byte >= 0x7f) throw this.#strangeByte(byte, i === end - 1)
    }
    this.#starts[fields] = end + 1
    if (fields === this.#columns.length) return
    throw this.#malformed(
      `has ${fields} field${fields === 1 ? '' : 's'}, not ${this.#columns.length}`,
    )
  }

  #strangeByte(byte: number, isLast: boolean): CapstanError {
    if (byte === 0x0d && isLast) return this.#malformed('ends in CR LF, not LF')
    const hex = byte.toString(16).padStart(2, '0')
    return this.#malformed(`holds the byte 0x${hex}, which no field may contain`)
  }

  #tooLong(): CapstanError {
    return this.#malformed(`is longer than ${MAX_LINE_BYTES} bytes`)
  }

  #malformed(reason: string): CapstanError {
    const subject = this.line === 0 ? 'the file' : 'the line'
    return csvInvalid(this.#layout, this, `${subject} ${reason}`)
  }
}

/** The error for a malformed file, for what shows only when several rows are seen together. */
export function csvInvalid(
  layout: CsvLayout,
  { file, line }: { file: string; line: number },
  problem: string,
  column?: string,
): CapstanError {
  return new CapstanError({
    code: layout.code,
    kind: 'usage',
    message: `${file}${line === 0 ? '' : `, line ${line}`}: ${problem}.`,
    details: { file, line, ...(column === undefined ? {} : { column }) },
  })
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function csvFileIrregular({ code }: CsvLayout, file: string): CapstanError {
  return new CapstanError({
    code,
    kind: 'usage',
    message: `${file} is not a regular file.`,
    details: { file },
  })
}

function csvFileMissing(file: string, cause: unknown): CapstanError {
  return new CapstanError({
    code: 'CSV_FILE_MISSING',
    kind: 'not-found',
    message: `There is no file ${file}.`,
    details: { file },
    cause,
  })
}
