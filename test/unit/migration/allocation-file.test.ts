import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  readAllocationFile,
  writeAllocationFile,
} from '../../../src/migration/tree/allocation-file.ts'
import { AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { allocationLists, someAllocations } from '../../support/allocations.ts'

const FORMATS = new URL('../../fixtures/formats/', import.meta.url).pathname
const UINT256_MAX = 2n ** 256n - 1n

const folder = mkdtempSync(join(tmpdir(), 'allocation-file-'))
const file = join(folder, 'allocation.csv')
afterAll(() => rmSync(folder, { recursive: true }))

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
const account = (digit: string) => `0x${digit.repeat(40)}`

async function refusalOf(content: string | Uint8Array): Promise<CapstanError> {
  writeFileSync(file, content)
  const error = await readAllocationFile(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof CapstanError) return error
  throw new Error(`not refused by a CapstanError: ${String(error)}`)
}

describe('allocation.csv', () => {
  it('gives back what was written, under the digest that was returned', async () => {
    await fc.assert(
      fc.asyncProperty(allocationLists, async (allocations) => {
        const digest = await writeAllocationFile(file, AllocationTable.from(allocations))
        const read = await readAllocationFile(file)
        expect([...read.allocations]).toEqual(allocations)
        expect(read.totalBaseUnits).toBe(
          allocations.reduce((sum, a) => sum + a.amountBaseUnits, 0n),
        )
        expect(read.digest).toBe(digest)
        expect(digest).toBe(sha256(readFileSync(file)))
      }),
      { numRuns: 30 },
    )
  })

  it('is the same over several chunks', async () => {
    const allocations = someAllocations(30_000)
    await writeAllocationFile(file, AllocationTable.from(allocations))
    expect([...(await readAllocationFile(file)).allocations]).toEqual(allocations)
  })

  it('of the first format is read for ever', async () => {
    const fixture = join(FORMATS, 'allocation-1.csv')
    const { allocations, totalBaseUnits, digest } = await readAllocationFile(fixture)
    expect([...allocations]).toEqual([
      { account: '0x00000000000000000000000000000000000000ff', amountBaseUnits: 1n },
      { account: '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', amountBaseUnits: 10n ** 27n },
      { account: '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359', amountBaseUnits: 0n },
    ])
    expect(totalBaseUnits).toBe(10n ** 27n + 1n)
    expect(digest).toBe(sha256(readFileSync(fixture)))
    expect(await writeAllocationFile(file, allocations)).toBe(digest)
  })

  const header = 'index,address,amountBaseUnits\n'
  const first = `0,${account('1')},1\n`
  it.each<[string, string, number, string | undefined]>([
    ['another header', `index,account,amountBaseUnits\n${first}`, 1, undefined],
    ['a byte order mark', `\ufeff${header}${first}`, 1, undefined],
    ['CR LF', `${header}${first.replace('\n', '\r\n')}`, 2, undefined],
    ['a NUL', `${header}0,${account('1')},1\0\n`, 2, undefined],
    ['a million fields', `${header}${'0,'.repeat(1_000_000)}\n`, 2, undefined],
    ['a field too many', `${header}0,${account('1')},1,\n`, 2, undefined],
    ['no final newline', `${header}${first.trimEnd()}`, 2, undefined],
    ['an empty line at the end', `${header}${first}\n`, 3, undefined],
    ['garbage at the end', `${header}${first}end\n`, 3, undefined],
    ['an index that does not start at 0', `${header}1,${account('1')},1\n`, 2, 'index'],
    ['a gap in the indexes', `${header}${first}2,${account('2')},1\n`, 3, 'index'],
    ['a repeated index', `${header}${first}0,${account('2')},1\n`, 3, 'index'],
    ['an index with leading zeros', `${header}00,${account('1')},1\n`, 2, 'index'],
    ['an index that is no number', `${header}-0,${account('1')},1\n`, 2, 'index'],
    ['an empty index', `${header},${account('1')},1\n`, 2, 'index'],
    ['the zero address', `${header}0,${account('0')},1\n`, 2, 'address'],
    ['an address in upper case', `${header}0,${account('A')},1\n`, 2, 'address'],
    ['a short address', `${header}0,0x11,1\n`, 2, 'address'],
    ['a repeated address', `${header}${first}1,${account('1')},2\n`, 3, 'address'],
    [
      'an address repeated far away',
      `${header}${first}1,${account('3')},1\n2,${account('2')},1\n3,${account('3')},1\n`,
      5,
      'address',
    ],
    ['a negative amount', `${header}0,${account('1')},-1\n`, 2, 'amountBaseUnits'],
    ['an amount with a leading zero', `${header}0,${account('1')},01\n`, 2, 'amountBaseUnits'],
    ['an amount with an exponent', `${header}0,${account('1')},+1e3\n`, 2, 'amountBaseUnits'],
    ['an amount with a fraction', `${header}0,${account('1')},1.0\n`, 2, 'amountBaseUnits'],
    ['an empty amount', `${header}0,${account('1')},\n`, 2, 'amountBaseUnits'],
    ['2^256', `${header}0,${account('1')},${UINT256_MAX + 1n}\n`, 2, 'amountBaseUnits'],
  ])('with %s is refused', async (_, content, line, column) => {
    const { code, exitCode, details, message } = await refusalOf(content)
    expect({ code, exitCode }).toEqual({ code: 'ALLOCATION_FILE_INVALID', exitCode: 2 })
    expect(details).toEqual({ file, line, ...(column === undefined ? {} : { column }) })
    expect(message).toContain(`${file}, line ${line}: `)
    expect(message.length).toBeLessThan(400)
  })

  it('whose amounts add up to 2^256 is refused', async () => {
    const second = `1,${account('2')},1\n`
    const error = await refusalOf(`${header}0,${account('1')},${UINT256_MAX}\n${second}`)
    expect(error.code).toBe('ALLOCATION_FILE_INVALID')
  })

  it('that does not exist is not found', async () => {
    const missing = readAllocationFile(join(folder, 'missing.csv'))
    await expect(missing).rejects.toMatchObject({ code: 'CSV_FILE_MISSING', exitCode: 4 })
  })
})

describe('an allocation table', () => {
  it('takes nothing but addresses and amounts of 256 bits', () => {
    const table = new AllocationTable()
    for (const wrong of ['', '0x', account('1').slice(2), `${account('1')}1`, account('g')]) {
      expect(() => table.add(wrong, 1n), wrong).toThrow(RangeError)
    }
    expect(() => table.add(account('1'), -1n)).toThrow(RangeError)
    expect(() => table.add(account('1'), UINT256_MAX + 1n)).toThrow(RangeError)
    expect(table.length).toBe(0)
    expect(() => table.account(0)).toThrow(RangeError)
  })

  it('names the first index that repeats an account', () => {
    const repeatedAt = (...digits: string[]) =>
      AllocationTable.from(
        digits.map((digit) => ({ account: account(digit), amountBaseUnits: 1n })),
      ).findRepeatedAccount()
    expect(repeatedAt('1', '2', '3')).toBeUndefined()
    expect(repeatedAt('3', '1', '2')).toBeUndefined()
    expect(repeatedAt('3', '1', '2', '1', '3')).toEqual({ index: 3, earlier: 1 })
    expect(repeatedAt('3', '3', '2', '3')).toEqual({ index: 1, earlier: 0 })
  })
})
