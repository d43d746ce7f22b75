import { isRpcError } from '../chain-errors.ts'
import { toQuantity } from './quantity.ts'
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
import type { Rpc, RpcCall } from './rpc.ts'

/** A height, or a tag for the newest block or the newest final one. */
export type BlockTag = number | 'latest' | 'pending' | 'finalized'

/** The head of a block. */
export interface Block {
  readonly number: number
  /** 0x-lower. */
  readonly hash: string
  /** Unix seconds. */
  readonly timestampSeconds: number
  readonly gasLimit: bigint
  /** Null before EIP-1559. */
  readonly baseFeeWei: bigint | null
}

/** A transaction of a block. */
export interface BlockTransaction {
  /** 0x-lower. */
  readonly hash: string
  /** 0x-lower. */
  readonly from: string
  readonly nonce: number
  /** 0x-lower; null if it deploys a contract. */
  readonly to: string | null
  /** `0x` hex. */
  readonly input: string
}

/** The height of the chain. */
export const headNumber: RpcCall<number> = { method: 'eth_blockNumber', read: readCount }

export const newestBlock: RpcCall<Block> = {
  method: 'eth_getBlockByNumber',
  params: ['latest', false],
  read: readBlock,
}

/** A block that the node has shown before. */
export function knownBlock(number: number): RpcCall<Block> {
  return { ...blockAt(number), read: readBlock }
}

/** A block; null if the node has none there. */
export function blockAt(tag: BlockTag): RpcCall<Block | null> {
  return {
    method: 'eth_getBlockByNumber',
    params: [blockParam(tag), false],
    read: orNull(readBlock),
  }
}

/** The transactions of a block; null if the node has no block there. */
export function transactionsAt(number: number): RpcCall<readonly BlockTransaction[] | null> {
  return {
    method: 'eth_getBlockByNumber',
    params: [blockParam(number), true],
    read: orNull((block) => listOf(readTransaction)(membersOf(block).transactions)),
  }
}

/** As `blockAt`, also for nodes that refuse a block they do not have instead of answering null. */
export async function findBlock(rpc: Pick<Rpc, 'ask'>, tag: BlockTag): Promise<Block | null> {
  return rpc.ask(blockAt(tag)).catch((error: unknown) => {
    if (isRpcError(error)) return null
    throw error
  })
}

/** A block as JSON-RPC names it. */
export function blockParam(tag: BlockTag): string {
  return typeof tag === 'number' ? toQuantity(tag) : tag
}

function readBlock(result: unknown): Block | undefined {
  const { number, hash, timestamp, gasLimit, baseFeePerGas = null } = membersOf(result)
  return whole<Block>({
    number: readCount(number),
    hash: readHash(hash),
    timestampSeconds: readCount(timestamp),
    gasLimit: readAmount(gasLimit),
    baseFeeWei: orNull(readAmount)(baseFeePerGas),
  })
}

function readTransaction(result: unknown): BlockTransaction | undefined {
  const { hash, from, nonce, to = null, input } = membersOf(result)
  return whole<BlockTransaction>({
    hash: readHash(hash),
    from: readAddress(from),
    nonce: readCount(nonce),
    to: orNull(readAddress)(to),
    input: readBytes(input),
  })
}
