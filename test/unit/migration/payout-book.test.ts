import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transaction, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signTransfers } from '../../../src/keystore/evm/bulk-transfers.ts'
import {
  bookCostWei,
  type PayoutBookHeader,
  type PayoutLine,
  transfersOf,
  transferTerms,
} from '../../../src/migration/payout-book/payout-book.ts'
import {
  findPayoutBook,
  readPayoutBookHeader,
  readPayoutLines,
  writePayoutBook,
} from '../../../src/migration/payout-book/payout-book-file.ts'
import { AllocationTable } from '../../../src/migration/tree/allocation-table.ts'
import { sha256Hex } from '../../../src/primitives/digest.ts'
import { hexToBytes } from '../../../src/primitives/hex.ts'
import { someAllocations } from '../../support/allocations.ts'

const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const COUNT = 40
const allocations = AllocationTable.from(someAllocations(COUNT))
const header: PayoutBookHeader = {
  campaign: 'a'.repeat(64),
  allocation: 'b'.repeat(64),
  chainId: 31337n,
  account: new Wallet(KEY).address,
  firstNonce: 0,
  transfers: COUNT,
  totalBaseUnits: allocations.totalBaseUnits(),
  transactionType: 2,
  maxFeeWei: 3_000_000_000n,
  priorityFeeWei: 1_000_000_000n,
}

let folder: string
let book: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payout-book-'))
  book = join(folder, 'payout-book.ndjson')
})
afterAll(() => rm(folder, { recursive: true }))

function signed() {
  return signTransfers(hexToBytes(KEY), transferTerms(header), transfersOf(allocations, 0))
}

async function linesOf(file: string, from = 0, table = allocations): Promise<PayoutLine[]> {
  const lines: PayoutLine[] = []
  for await (const line of readPayoutLines(file, header, table, from)) lines.push(line)
  return lines
}

async function changed(change: (lines: string[]) => void, end = '\n'): Promise<string> {
  await writePayoutBook(book, header, signed())
  const lines = (await readFile(book, 'utf8')).trimEnd().split('\n')
  change(lines)
  const file = join(folder, 'changed.ndjson')
  await writeFile(file, `${lines.join('\n')}${end}`)
  return file
}

describe('a payout book', () => {
  it('pays leaf i with nonce i, to the wei', async () => {
    await writePayoutBook(book, header, signed())
    expect(await readPayoutBookHeader(book)).toEqual(header)
    const lines = await linesOf(book)
    expect(lines.length).toBe(COUNT)
    for (const [index, { raw, hash, nonce }] of lines.entries()) {
      const transaction = Transaction.from(raw)
      expect(transaction.from).toBe(header.account)
      expect([nonce, transaction.nonce]).toEqual([index, index])
      expect(transaction.hash).toBe(hash)
      expect(transaction.to?.toLowerCase()).toBe(allocations.account(index))
      expect(transaction.value).toBe(allocations.amountBaseUnits(index))
      expect(transaction.gasLimit).toBe(21_000n)
    }
  })

  it('has the same bytes whenever it is signed, and is named by them', async () => {
    const digest = await writePayoutBook(book, header, signed())
    const first = await readFile(book)
    expect(await writePayoutBook(book, header, signed())).toBe(digest)
    expect((await readFile(book)).equals(first)).toBe(true)
    expect(sha256Hex(first)).toBe(digest)
  })

  it('costs all amounts and all gas at the highest price', () => {
    expect(bookCostWei(header)).toBe(header.totalBaseUnits + 40n * 21_000n * 3_000_000_000n)
  })

  it('is read on from any leaf', async () => {
    await writePayoutBook(book, header, signed())
    expect((await linesOf(book, 37)).map(({ index }) => index)).toEqual([37, 38, 39])
  })

  it('of another allocation is refused', async () => {
    await writePayoutBook(book, header, signed())
    const other = AllocationTable.from(
      [...allocations].map((one, index) =>
        index === 9 ? { ...one, amountBaseUnits: one.amountBaseUnits + 1n } : one,
      ),
    )
    await expect(linesOf(book, 0, other)).rejects.toMatchObject({
      code: 'PAYOUT_BOOK_FOREIGN',
      exitCode: 7,
    })
  })

  it('with two lines exchanged is refused', async () => {
    const file = await changed((lines) =>
      lines.splice(5, 2, lines[6] as string, lines[5] as string),
    )
    await expect(linesOf(file)).rejects.toMatchObject({ code: 'PAYOUT_BOOK_FOREIGN' })
  })

  it.each([
    ['a line too few', (lines: string[]) => lines.pop(), 40],
    ['a line too many', (lines: string[]) => lines.push(lines[40] as string), 42],
    ['a line that is no transaction', (lines: string[]) => lines.splice(3, 1, '"0x"'), 4],
    ['an empty line', (lines: string[]) => lines.splice(3, 1, ''), 4],
  ])('with %s is refused, naming the line', async (_, change, line) => {
    const file = await changed(change)
    await expect(linesOf(file)).rejects.toMatchObject({
      code: 'PAYOUT_BOOK_INVALID',
      details: { line },
    })
  })

  it('cut in the middle of its last line is refused', async () => {
    const file = await changed(() => undefined, '')
    await expect(linesOf(file)).rejects.toMatchObject({ code: 'PAYOUT_BOOK_INVALID' })
  })

  it.each([['{}'], ['not JSON'], ['{"format":"capstan/payout-book@2"}']])(
    'with the header %s is refused',
    async (text) => {
      const file = await changed((lines) => lines.splice(0, 1, text))
      await expect(readPayoutBookHeader(file)).rejects.toMatchObject({
        code: 'PAYOUT_BOOK_INVALID',
        details: { line: 1 },
      })
    },
  )

  it('with an added key in its header is refused', async () => {
    const file = await changed((lines) => {
      lines[0] = JSON.stringify({ ...JSON.parse(lines[0] as string), extra: 1 })
    })
    await expect(readPayoutBookHeader(file)).rejects.toMatchObject({ code: 'PAYOUT_BOOK_INVALID' })
  })

  it('that is not there is said to be missing', async () => {
    const file = join(folder, 'none.ndjson')
    expect(await findPayoutBook(file)).toBeUndefined()
    await expect(readPayoutBookHeader(file)).rejects.toMatchObject({
      code: 'PAYOUT_BOOK_MISSING',
      exitCode: 4,
    })
  })
})
