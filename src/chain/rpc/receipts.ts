import { checksumAddress } from '../../primitives/address.ts'
import {
  listOf,
  membersOf,
  orNull,
  readAddress,
  readAmount,
  readBytes,
  readCount,
  readHash,
  whole,
} from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** A log as a receipt has it. */
export interface ReceiptLog {
  /** 0x-lower. */
  readonly address: string
  /** 0x-lower. */
  readonly topics: readonly string[]
  /** `0x` hex. */
  readonly data: string
  readonly logIndex: number
}

/** The result of a transaction in its block. */
export interface Receipt {
  /** 0x-lower. */
  readonly transactionHash: string
  readonly blockNumber: number
  /** 0x-lower. */
  readonly blockHash: string
  readonly succeeded: boolean
  readonly gasUsed: bigint
  /** EIP-55; null if nothing was deployed. */
  readonly contractAddress: string | null
  readonly logs: readonly ReceiptLog[]
}

const METHOD = 'eth_getTransactionReceipt'

/** Null if there is none, or its block is still being built. */
export function receiptOf(transactionHash: string): RpcCall<Receipt | null> {
  return {
    method: METHOD,
    params: [transactionHash],
    read: (result) => {
      if (result === null || membersOf(result).blockHash === null) return null
      const receipt = readReceipt(membersOf(result))
      return receipt?.transactionHash === transactionHash.toLowerCase() ? receipt : undefined
    },
  }
}

/** The contract that a transaction deployed, EIP-55; null if it deployed none or has no receipt. */
export function createdBy(transactionHash: string): RpcCall<string | null> {
  return {
    method: METHOD,
    params: [transactionHash],
    // Not the whole receipt is read: before Byzantium receipts had no status.
    read: orNull((result) => {
      const { transactionHash: hash, contractAddress } = membersOf(result)
      return readHash(hash) === undefined ? undefined : readCreated(contractAddress)
    }),
  }
}

function readReceipt(members: Readonly<Record<string, unknown>>): Receipt | undefined {
  const status = readAmount(members.status)
  return whole<Receipt>({
    transactionHash: readHash(members.transactionHash),
    blockNumber: readCount(members.blockNumber),
    blockHash: readHash(members.blockHash),
    succeeded: status === undefined ? undefined : status === 1n,
    gasUsed: readAmount(members.gasUsed),
    contractAddress: readCreated(members.contractAddress),
    logs: listOf(readLog)(members.logs),
  })
}

function readCreated(contractAddress: unknown = null): string | null | undefined {
  const address = orNull(readAddress)(contractAddress)
  return typeof address === 'string' ? checksumAddress(address) : address
}

function readLog(result: unknown): ReceiptLog | undefined {
  const { address, topics, data, logIndex } = membersOf(result)
  return whole<ReceiptLog>({
    address: readAddress(address),
    topics: listOf(readHash)(topics),
    data: readBytes(data),
    logIndex: readCount(logIndex),
  })
}
