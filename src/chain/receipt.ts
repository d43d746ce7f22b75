import { checksumAddress } from '../primitives/address.ts'
import type { Log } from './intent.ts'
import type { Fact } from './journal.ts'
import { quantityToNumber } from './quantity.ts'

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

/** What the journal keeps of a receipt. */
export function minedFact(id: number, receipt: Receipt): Extract<Fact, { event: 'mined' }> {
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
