// Files of accounts read the plain way: the whole text as strings, one rule after the other, as the
// manual states them. Slow, and what the readers of the product are held against.

import { getAddress } from 'ethers'

/** What a reader makes of a file: its rows, or what is wrong with it. */
export type Reading =
  | { readonly rows: readonly (readonly [address: string, amount: bigint])[] }
  | {
      readonly code: string
      readonly message: string
      readonly details: { readonly file: string; readonly line: number; readonly column?: string }
    }

export interface PlainFormat {
  readonly code: string
  readonly headers: readonly string[]
  readonly isNumbered: boolean
  /** Accounts may be written as EIP-55 writes them, or all in upper case. */
  readonly isChecksummed: boolean
  /** Why a row cannot follow those before it: the column, the reason. */
  refuses(row: PlainRow, before: RowsBefore): readonly [column: string, reason: string] | undefined
  /** Why the rows cannot be together. */
  refusesAll?(
    rows: readonly PlainRow[],
  ): { line: number; problem: string; column?: string } | undefined
}

export interface RowsBefore {
  readonly last: string
  readonly addresses: ReadonlySet<string>
}

export interface PlainRow {
  readonly address: string
  readonly amount: bigint
}

const MAX_LINE_BYTES = 512
const UINT256_MAX = 2n ** 256n - 1n
const ZERO = `0x${'0'.repeat(40)}`

export const ALLOCATION: PlainFormat = {
  code: 'ALLOCATION_FILE_INVALID',
  headers: ['index,address,amountBaseUnits'],
  isNumbered: true,
  isChecksummed: false,
  refuses: ({ address }) => (address === ZERO ? ['address', 'is the zero address'] : undefined),
  refusesAll(rows) {
    const lines = new Map<string, number>()
    for (const [index, { address }] of rows.entries()) {
      const [line, earlier] = [index + 2, lines.get(address)]
      const problem = `address "${address}" is already on line ${earlier}`
      if (earlier !== undefined) return { line, problem, column: 'address' }
      lines.set(address, line)
    }
    const sum = rows.reduce((total, { amount }) => total + amount, 0n)
    const problem = 'the sum of the amounts exceeds 256 bits'
    return sum > UINT256_MAX ? { line: 0, problem } : undefined
  },
}

export const SNAPSHOT: PlainFormat = {
  code: 'SNAPSHOT_FILE_INVALID',
  headers: ['address,balanceBaseUnits'],
  isNumbered: false,
  isChecksummed: false,
  refuses({ address, amount }, before) {
    if (address <= before.last) {
      return ['address', `does not ascend: it follows ${before.last}`]
    }
    return amount === 0n ? ['balanceBaseUnits', 'is not a balance'] : undefined
  },
}

export const BALANCES: PlainFormat = {
  code: 'BALANCE_FILE_INVALID',
  headers: ['address,balance', 'address,balanceBaseUnits'],
  isNumbered: false,
  isChecksummed: true,
  refuses({ address }, before) {
    if (address === ZERO) return ['address', 'is the zero address']
    return before.addresses.has(address) ? ['address', 'is there twice'] : undefined
  },
}

export function readPlainly(bytes: Uint8Array, file: string, format: PlainFormat): Reading {
  const wrong = (line: number, problem: string, column?: string): Reading => ({
    code: format.code,
    message: `${file}${line === 0 ? '' : `, line ${line}`}: ${problem}.`,
    details: { file, line, ...(column === undefined ? {} : { column }) },
  })
  const text = Buffer.from(bytes).toString('latin1')
  if (text === '') return wrong(0, 'the file is empty')
  const lines = text.split('\n')
  const rest = lines.pop() as string
  const rows: PlainRow[] = []
  const addresses = new Set<string>()
  let columns: string[] = []
  for (const [i, line] of lines.entries()) {
    const number = i + 1
    const problem = number === 1 ? problemOfHeader(line, format) : problemOfLine(line, columns)
    if (problem !== undefined) return wrong(number, `the line ${problem}`)
    if (number === 1) {
      columns = line.split(',')
      continue
    }
    const fields = line.split(',')
    const refused = (column: string, reason: string) => {
      const field = fields[columns.indexOf(column)] as string
      const shown = field.length > 90 ? `${field.slice(0, 90)}…` : field
      return wrong(number, `${column} "${shown}" ${reason}`, column)
    }
    const [addressColumn, amountColumn] = columns.slice(-2) as [string, string]
    const [address, amount] = fields.slice(-2) as [string, string]
    if (format.isNumbered && fields[0] !== String(rows.length)) {
      return refused('index', `is not the next index, ${rows.length}`)
    }
    const spelling = problemOfAddress(address, format)
    // The zero address is refused before the amount is looked at, where rows are numbered.
    const row = { address: address.toLowerCase(), amount: 0n }
    if (spelling !== undefined) return refused(addressColumn, spelling)
    if (format.isNumbered && row.address === ZERO) return refused('address', 'is the zero address')
    const reason = problemOfAmount(amount)
    if (reason !== undefined) return refused(amountColumn, reason)
    row.amount = BigInt(amount)
    const refusal = format.refuses(row, { last: rows.at(-1)?.address ?? '', addresses })
    if (refusal !== undefined) return refused(...refusal)
    rows.push(row)
    addresses.add(row.address)
  }
  if (rest.length > MAX_LINE_BYTES)
    return wrong(lines.length + 1, 'the line is longer than 512 bytes')
  if (rest !== '') {
    const problem = 'does not end in a line feed: the file may be cut short'
    return wrong(lines.length + 1, `the line ${problem}`)
  }
  const together = format.refusesAll?.(rows)
  if (together) return wrong(together.line, together.problem, together.column)
  return { rows: rows.map(({ address, amount }) => [address, amount]) }
}

function problemOfHeader(line: string, { headers }: PlainFormat): string | undefined {
  if (line.length > MAX_LINE_BYTES) return 'is longer than 512 bytes'
  if (line.startsWith('\xef\xbb\xbf')) return 'starts with a byte order mark'
  if (line.endsWith('\r')) return 'ends in CR LF, not LF'
  return headers.includes(line) ? undefined : `is not the header "${headers.join('" or "')}"`
}

function problemOfLine(line: string, columns: readonly string[]): string | undefined {
  if (line.length > MAX_LINE_BYTES) return 'is longer than 512 bytes'
  const at = [...line].findIndex((character) => character <= ' ' || character >= '\x7f')
  if (at >= 0) {
    if (line[at] === '\r' && at === line.length - 1) return 'ends in CR LF, not LF'
    const hex = line.charCodeAt(at).toString(16).padStart(2, '0')
    return `holds the byte 0x${hex}, which no field may contain`
  }
  const fields = line.split(',').length
  if (fields === columns.length) return undefined
  return `has ${fields} field${fields === 1 ? '' : 's'}, not ${columns.length}`
}

function problemOfAddress(text: string, { isChecksummed }: PlainFormat): string | undefined {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return 'is not 0x and 40 hex characters'
  if (text === text.toLowerCase()) return undefined
  if (!isChecksummed) return 'is not in lower case'
  if (text.slice(2) === text.slice(2).toUpperCase() || text === getAddress(text.toLowerCase())) {
    return undefined
  }
  return 'has a wrong EIP-55 checksum: a character may be mistyped'
}

function problemOfAmount(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (!/^[0-9]+$/.test(text)) return 'is not a whole number in decimal digits'
  if (text.length > 1 && text.startsWith('0')) return 'has a leading zero'
  return text.length > 78 || BigInt(text) > UINT256_MAX ? 'does not fit 256 bits' : undefined
}
