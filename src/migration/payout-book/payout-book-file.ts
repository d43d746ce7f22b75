// `payout-book.ndjson`: a header line of JSON, then one signed transaction per
// line, as a JSON string, in index order.

import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { z } from 'zod'
import { AtomicFile, removeUnfinished } from '../../primitives/atomic-file.ts'
import { address, bigChainId, count, digest, uint256 } from '../../primitives/fields.ts'
import { bySchema, Format } from '../../primitives/format.ts'
import { Malformed } from '../../primitives/malformed.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'
import { checkedLine, type PayoutBookHeader, type PayoutLine } from './payout-book.ts'
import { payoutBookInvalid, payoutBookMissing } from './payout-book-errors.ts'

const LINES_A_CHUNK = 1024
/** Far more than a header or a transfer needs. */
const MAX_LINE = 4096
const RAW_LINE = /^"0x((?:[0-9a-f]{2}){60,200})"$/

const schema = z.strictObject({
  campaign: digest,
  allocation: digest,
  chainId: bigChainId,
  account: address,
  firstNonce: count,
  transfers: count,
  totalBaseUnits: uint256,
  transactionType: z.union([z.literal(0), z.literal(2)]),
  maxFeeWei: uint256,
  priorityFeeWei: uint256,
})

/** The first line of a book. */
export const PAYOUT_BOOK_HEADER = new Format<PayoutBookHeader>({
  format: 'capstan/payout-book@1',
  read: bySchema(schema),
  members: ({ chainId, ...header }) => ({ ...header, chainId: Number(chainId) }),
  isCanonical: true,
  isLine: true,
})

/**
 * Writes the book while it is signed, by one process at a time, and returns its digest (SHA-256,
 * lower-case hex).
 */
export async function writePayoutBook(
  file: string,
  header: PayoutBookHeader,
  raws: AsyncIterable<Uint8Array>,
): Promise<string> {
  await removeUnfinished(file)
  const hash = createHash('sha256')
  const output = await AtomicFile.create(file)
  try {
    for await (const chunk of bookText(header, raws)) {
      hash.update(chunk)
      await output.write(chunk)
    }
    await output.commit()
  } catch (error) {
    await output.discard()
    throw error
  }
  return hash.digest('hex')
}

/** @throws PAYOUT_BOOK_INVALID, PAYOUT_BOOK_MISSING */
export async function readPayoutBookHeader(file: string): Promise<PayoutBookHeader> {
  for await (const line of linesOf(file)) return parseHeader(file, line)
  throw payoutBookInvalid(file, 1, 'the file is empty')
}

/** The header if there is a book. @throws PAYOUT_BOOK_INVALID */
export async function findPayoutBook(file: string): Promise<PayoutBookHeader | undefined> {
  return existsSync(file) ? readPayoutBookHeader(file) : undefined
}

/**
 * The book's payments from leaf `from` on, each checked against the allocation.
 * @throws PAYOUT_BOOK_FOREIGN, PAYOUT_BOOK_INVALID naming the line, also when there are too few or
 * too many.
 */
export async function* readPayoutLines(
  file: string,
  header: PayoutBookHeader,
  allocations: AllocationTable,
  from = 0,
): AsyncGenerator<PayoutLine> {
  let number = 0
  for await (const line of linesOf(file)) {
    const index = number++ - 1
    if (index < from) continue
    const hex = RAW_LINE.exec(line)?.[1]
    if (hex === undefined) {
      throw payoutBookInvalid(file, number, 'the line is not a signed transaction as a JSON string')
    }
    if (index >= header.transfers) {
      throw payoutBookInvalid(file, number, `there are more than ${header.transfers} transfers`)
    }
    yield checkedLine(header, allocations, index, Buffer.from(hex, 'hex'))
  }
  if (number - 1 === header.transfers) return
  throw payoutBookInvalid(
    file,
    number,
    `the book ends after ${number - 1} of ${header.transfers} transfers`,
  )
}

async function* bookText(
  header: PayoutBookHeader,
  raws: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let text = `${PAYOUT_BOOK_HEADER.text(header)}\n`
  let lines = 0
  for await (const raw of raws) {
    text += `"0x${Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('hex')}"\n`
    if (++lines % LINES_A_CHUNK === 0) {
      yield Buffer.from(text, 'latin1')
      text = ''
    }
  }
  yield Buffer.from(text, 'latin1')
}

function parseHeader(file: string, line: string): PayoutBookHeader {
  try {
    return PAYOUT_BOOK_HEADER.decode(line)
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
    throw payoutBookInvalid(file, 1, `the line is not a header: ${problem.message}`)
  }
}

/** Only a line feed ends a line, and one ends the last. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let number = 0
  let rest = ''
  try {
    for await (const chunk of createReadStream(file, { encoding: 'latin1' })) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() as string
      if (rest.length > MAX_LINE) throw payoutBookInvalid(file, number + 1, 'the line is too long')
      number += lines.length
      yield* lines
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? payoutBookMissing(file) : error
  }
  if (rest !== '') throw payoutBookInvalid(file, number + 1, 'the line is cut short')
}
