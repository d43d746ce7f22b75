import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { readAddressField, readUint256Field } from '../../../src/primitives/csv-fields.ts'
import { type CsvRow, readCsv, readCsvFile } from '../../../src/primitives/csv-rows.ts'
import { readUint256 } from '../../../src/primitives/uint256.ts'

const layout = { code: 'TEST_FILE_INVALID', headers: ['address,balance', 'address,balanceWei'] }
// From the examples of EIP-55.
const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

async function rowsOf(text: string | Uint8Array, chunkBytes = 7): Promise<string[][]> {
  const rows: string[][] = []
  await readCsv(chunksOf(Buffer.from(text), chunkBytes), 'balances.csv', layout, (row) => {
    rows.push([row.text(0), row.text(1), String(row.line)])
  })
  return rows
}

function* chunksOf(bytes: Uint8Array, chunkBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

async function refusal(reading: Promise<unknown>): Promise<CapstanError> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof CapstanError) return error
  throw new Error(`not refused by a CapstanError: ${String(error)}`)
}

describe('rows of a CSV file', () => {
  it('are the same however the bytes arrive', async () => {
    const field = fc.stringMatching(/^[!-+\--~]{0,9}$/)
    const cases = fc.tuple(fc.array(fc.tuple(field, field)), fc.integer({ min: 1, max: 40 }))
    await fc.assert(
      fc.asyncProperty(cases, async ([fields, chunkBytes]) => {
        const lines = fields.map(([left, right]) => `${left},${right}\n`)
        const rows = await rowsOf(`address,balance\n${lines.join('')}`, chunkBytes)
        expect(rows).toEqual(fields.map(([left, right], i) => [left, right, String(i + 2)]))
      }),
    )
  })

  it('come with their number and the digest of the file', async () => {
    const bytes = Buffer.from('address,balanceWei\na,1\nb,2\n')
    const summary = await readCsv([bytes], 'balances.csv', layout, () => undefined)
    const digest = createHash('sha256').update(bytes).digest('hex')
    expect(summary).toEqual({ rows: 2, digest })
  })

  it.each([
    ['an empty file', '', 0, 'the file is empty'],
    ['another header', 'address,amount\n', 1, 'is not the header'],
    ['a byte order mark', '\ufeffaddress,balance\n', 1, 'byte order mark'],
    ['a header ending in CR LF', 'address,balance\r\n', 1, 'CR LF'],
    ['a row ending in CR LF', 'address,balance\na,1\r\n', 2, 'CR LF'],
    ['a NUL', 'address,balance\na,1\nb,\0\n', 3, 'byte 0x00'],
    ['a space', 'address,balance\na, 1\n', 2, 'byte 0x20'],
    ['a character outside ASCII', 'address,balance\na,１\n', 2, 'byte 0xef'],
    ['a missing field', 'address,balance\na\n', 2, 'has 1 field, not 2'],
    ['a field too many', 'address,balance\na,1,\n', 2, 'has 3 fields, not 2'],
    ['an empty line', 'address,balance\n\na,1\n', 2, 'has 1 field, not 2'],
    ['an empty line at the end', 'address,balance\na,1\n\n', 3, 'has 1 field, not 2'],
    ['no line feed at the end', 'address,balance\na,1', 2, 'does not end in a line feed'],
    ['a header cut short', 'address,bal', 1, 'does not end in a line feed'],
    ['a million fields', `address,balance\n${'1,'.repeat(1_000_000)}\n`, 2, 'longer than 512'],
    ['a line without end', `address,balance\n${'1'.repeat(1_000_000)}`, 2, 'longer than 512'],
  ])('are refused with %s', async (_, text, line, words) => {
    for (const chunkBytes of [5, 1 << 20]) {
      const error = await refusal(rowsOf(text, chunkBytes))
      expect(error.code).toBe('TEST_FILE_INVALID')
      expect(error.exitCode).toBe(2)
      expect(error.details).toEqual({ file: 'balances.csv', line })
      expect(error.message).toContain(words)
    }
  })

  it('are read from a file, which must exist', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'csv-rows-'))
    try {
      const file = join(folder, 'balances.csv')
      expect((await refusal(readCsvFile(file, layout, () => undefined))).exitCode).toBe(4)
      for (const irregular of [folder, '/dev/zero']) {
        const error = await refusal(readCsvFile(irregular, layout, () => undefined))
        expect(error.message).toBe(`${irregular} is not a regular file.`)
      }
      writeFileSync(file, 'address,balance\na,1\n')
      expect((await readCsvFile(file, layout, () => undefined)).rows).toBe(1)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a field', () => {
  async function read(text: string, onRow: (row: CsvRow) => void): Promise<void> {
    await readCsv([Buffer.from(`address,balance\n${text}\n`)], 'balances.csv', layout, onRow)
  }

  it('with an address becomes its 20 bytes', async () => {
    const [lower, upper] = [CHECKSUMMED.toLowerCase(), `0x${CHECKSUMMED.slice(2).toUpperCase()}`]
    for (const text of [CHECKSUMMED, lower, upper]) {
      const bytes = Buffer.alloc(24, 0xee)
      await read(`${text},1`, (row) => readAddressField(row, 0, bytes, 2, 'checksummed'))
      expect(bytes.toString('hex')).toBe(`eeee${CHECKSUMMED.slice(2).toLowerCase()}eeee`)
    }
  })

  it('with a misspelt address is refused by name', async () => {
    const lower = CHECKSUMMED.toLowerCase()
    const strange = [lower.slice(2), lower.slice(0, -1), `${lower}0`, `0X${lower.slice(2)}`, '']
    for (const text of [...strange, `${lower.slice(0, -1)}g`, `${lower.slice(0, -1)}@`]) {
      const error = await refusal(read(`${text},1`, (row) => readAddressField(row, 0, bytes(), 0)))
      expect(error.message, text).toContain('is not 0x and 40 hex characters')
      expect(error.details).toMatchObject({ line: 2, column: 'address' })
    }
  })

  it('with an address in mixed case needs a file that allows it and the right checksum', async () => {
    const wrong = CHECKSUMMED.replace('aA', 'Aa')
    const canonical = refusal(
      read(`${CHECKSUMMED},1`, (row) => readAddressField(row, 0, bytes(), 0)),
    )
    expect((await canonical).message).toContain('is not in lower case')
    const mistyped = refusal(
      read(`${wrong},1`, (row) => readAddressField(row, 0, bytes(), 0, 'checksummed')),
    )
    expect((await mistyped).message).toContain('EIP-55')
  })

  it('with an amount becomes its 32 bytes, or is refused by name', async () => {
    const amount = bytes()
    await read('a,1000000000000000000000000000', (row) => readUint256Field(row, 1, amount, 0))
    expect(readUint256(amount, 0)).toBe(10n ** 27n)
    const error = await refusal(read('a,-5', (row) => readUint256Field(row, 1, amount, 0)))
    expect(error.message).toBe(
      'balances.csv, line 2: balance "-5" is not a whole number in decimal digits.',
    )
  })

  function bytes(): Uint8Array {
    return new Uint8Array(32)
  }
})
