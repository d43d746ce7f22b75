import { checksumAddress } from '../../primitives/address.ts'
import type { Chain } from '../chain.ts'
import { badResponse } from '../chain-errors.ts'
import { attemptsOf } from '../journal/attempts.ts'
import type { Fact } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { isQuantity, quantityToNumber } from '../rpc/quantity.ts'
import type { RequestOptions, Rpc } from '../rpc/rpc.ts'
import { resultOf } from './fees.ts'
import type { Log } from './intent.ts'

/** A transaction receipt as nodes give it (Ethereum execution API). */
export interface Receipt {
  readonly transactionHash: string
  readonly blockNumber: string
  readonly blockHash: string
  readonly status: string
  readonly gasUsed: string
  readonly contractAddress: string | null
  readonly logs: readonly {
    readonly address: string
    readonly topics: readonly string[]
    readonly data: string
    readonly logIndex: string
  }[]
}

/** The chain's height and, by number of the row, the receipt of whichever attempt has one. */
export async function receiptsOf(
  { rpc }: Chain,
  rows: readonly JournalRow[],
  limits: RequestOptions,
): Promise<{ height: number; receipts: ReadonlyMap<number, Receipt> }> {
  const wanted = rows.flatMap((row) => attemptsOf(row).map(({ hash }) => ({ id: row.id, hash })))
  const [head, ...answers] = await rpc.batch(
    [
      { method: 'eth_blockNumber' },
      ...wanted.map(({ hash }) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
    ],
    limits,
  )
  const receipts = new Map<number, Receipt>()
  for (const [index, { id, hash }] of wanted.entries()) {
    const receipt = receiptOf(rpc, hash, resultOf(answers[index]))
    if (receipt) receipts.set(id, receipt)
  }
  return { height: quantityToNumber(resultOf<string>(head)), receipts }
}

/** What a receipt adds to a row. @param settled height up to which blocks are as deep as asked. */
export function inclusion(row: JournalRow, receipt: Receipt, settled: number): Fact[] {
  const mined = minedFact(row.id, receipt)
  const { id, blockHash } = mined
  const isNew = row.state !== 'mined' || row.blockHash !== blockHash
  const isDeep = mined.blockNumber <= settled
  return [
    ...(isNew ? [mined] : []),
    ...(isDeep ? [{ event: 'final', id, blockHash } as const] : []),
  ]
}

/** The block of a mined row is no more. */
export function unmined({ id, blockHash }: JournalRow): Fact {
  return { event: 'unmined', id, ...(blockHash !== null && { blockHash }) }
}

/**
 * The receipt that answers a question for one transaction; null where there is none, also while its
 * block is still being made.
 * @throws NETWORK_BAD_RESPONSE if it is the receipt of another transaction, or none at all.
 */
export function receiptOf(
  { urls }: Pick<Rpc, 'urls'>,
  hash: string,
  answer: unknown,
): Receipt | null {
  if (answer === null || (answer as Partial<Receipt>).blockHash === null) return null
  const receipt = answer as Receipt
  const isWhole =
    typeof receipt.blockHash === 'string' &&
    [receipt.blockNumber, receipt.status, receipt.gasUsed].every(isQuantity) &&
    Array.isArray(receipt.logs)
  const [url, method] = [urls.join(', '), 'eth_getTransactionReceipt'] as const
  if (!isWhole) throw badResponse(url, method, 'not a receipt')
  if (receipt.transactionHash !== hash) {
    throw badResponse(url, method, `the receipt of ${receipt.transactionHash}, not of ${hash}`)
  }
  return receipt
}

/** What the journal keeps of a receipt. */
function minedFact(id: number, receipt: Receipt): Extract<Fact, { event: 'mined' }> {
  return {
    event: 'mined',
    id,
    hash: receipt.transactionHash,
    blockNumber: quantityToNumber(receipt.blockNumber),
    blockHash: receipt.blockHash,
    succeeded: BigInt(receipt.status) === 1n,
    gasUsed: BigInt(receipt.gasUsed).toString(),
    contractAddress: receipt.contractAddress ? checksumAddress(receipt.contractAddress) : null,
    logs: receipt.logs.map(
      ({ address, topics, data, logIndex }): Log => ({
        address: checksumAddress(address),
        topics,
        data,
        logIndex: quantityToNumber(logIndex),
      }),
    ),
  }
}
