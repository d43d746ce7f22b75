import { checksumAddress } from '../../primitives/address.ts'
import type { Chain } from '../chain.ts'
import { attemptsOf } from '../journal/attempts.ts'
import type { Fact } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { headNumber } from '../rpc/blocks.ts'
import { type Receipt, receiptOf } from '../rpc/receipts.ts'
import { askAll, type RequestOptions } from '../rpc/rpc.ts'
import type { Log } from './intent.ts'

/** The chain's height and, by row id, the receipt of the attempt that has one. */
export async function receiptsOf(
  { rpc }: Chain,
  rows: readonly JournalRow[],
  limits: RequestOptions,
): Promise<{ height: number; receipts: ReadonlyMap<number, Receipt> }> {
  const wanted = rows.flatMap((row) => attemptsOf(row).map(({ hash }) => ({ id: row.id, hash })))
  const [height, ...answers] = await askAll(
    rpc,
    [headNumber, ...wanted.map(({ hash }) => receiptOf(hash))],
    limits,
  )
  const receipts = new Map<number, Receipt>()
  for (const [index, { id }] of wanted.entries()) {
    const receipt = answers[index]
    if (receipt) receipts.set(id, receipt)
  }
  return { height, receipts }
}

/** The facts that a receipt adds. @param settled height up to which blocks are as deep as asked. */
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

/** The block of a mined row was reorged out. */
export function unmined({ id, blockHash }: JournalRow): Fact {
  return { event: 'unmined', id, ...(blockHash !== null && { blockHash }) }
}

/** The part of a receipt that the journal keeps. */
function minedFact(id: number, receipt: Receipt): Extract<Fact, { event: 'mined' }> {
  return {
    event: 'mined',
    id,
    hash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    blockHash: receipt.blockHash,
    succeeded: receipt.succeeded,
    gasUsed: receipt.gasUsed.toString(),
    contractAddress: receipt.contractAddress,
    logs: receipt.logs.map((log): Log => ({ ...log, address: checksumAddress(log.address) })),
  }
}
