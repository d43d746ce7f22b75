import { checksumAddress } from '../../primitives/address.ts'
import { toQuantity } from './quantity.ts'
import { listOf, membersOf, readBytes, readCount, readHash, whole } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** Blocks `from` to `to`, both included; none where `from` is the higher. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

export interface LogFilter {
  /** Whose logs. */
  readonly address: string
  /** What each topic must be, in order, or one of what; null lets it be anything. */
  readonly topics?: readonly (string | readonly string[] | null)[]
}

/**
 * A log and where it stands. Block, transaction and index together are what tells it from all
 * others: some nodes count the index in each transaction anew.
 */
export interface ContractLog {
  /** EIP-55. */
  readonly address: string
  /** 0x-lower. */
  readonly topics: readonly string[]
  /** `0x` hex. */
  readonly data: string
  readonly blockNumber: number
  /** 0x-lower. */
  readonly blockHash: string
  /** 0x-lower. */
  readonly transactionHash: string
  readonly transactionIndex: number
  readonly logIndex: number
}

/**
 * The logs of a contract in a range, in the order of the chain. An answer with any other log is none,
 * and one that is there twice is there once.
 */
export function logsIn(filter: LogFilter, range: BlockRange): RpcCall<readonly ContractLog[]> {
  const [fromBlock, toBlock] = [toQuantity(range.from), toQuantity(range.to)]
  const address = checksumAddress(filter.address)
  return {
    method: 'eth_getLogs',
    params: [{ ...filter, fromBlock, toBlock }],
    read: (result) => {
      const logs = listOf((log) => readLog(log, address))(present(result))
      return logs?.every((log) => isWanted(log, filter, range)) ? inOrder(logs) : undefined
    },
  }
}

export function isSamePlace(
  a: Pick<ContractLog, 'transactionHash' | 'logIndex'>,
  b: Pick<ContractLog, 'transactionHash' | 'logIndex'>,
): boolean {
  return a.transactionHash === b.transactionHash && a.logIndex === b.logIndex
}

/** A log of a block that is no more says so of itself. */
function present(result: unknown): unknown {
  if (!Array.isArray(result)) return result
  return result.filter((log) => membersOf(log).removed !== true)
}

function readLog(result: unknown, expected: string): ContractLog | undefined {
  const { address, topics, data, ...place } = membersOf(result)
  const isExpected = typeof address === 'string' && address.toLowerCase() === expected.toLowerCase()
  return whole<ContractLog>({
    address: isExpected ? expected : undefined,
    topics: listOf(readHash)(topics),
    data: readBytes(data),
    blockNumber: readCount(place.blockNumber),
    blockHash: readHash(place.blockHash),
    transactionHash: readHash(place.transactionHash),
    transactionIndex: readCount(place.transactionIndex),
    logIndex: readCount(place.logIndex),
  })
}

function isWanted(
  { topics, blockNumber }: ContractLog,
  { topics: wanted = [] }: LogFilter,
  { from, to }: BlockRange,
): boolean {
  if (blockNumber < from || blockNumber > to) return false
  return wanted.every((one, index) => {
    const topic = topics[index]
    return one === null || (topic !== undefined && [one].flat().includes(topic))
  })
}

/** Two that differ in one place are left for whoever proves them. */
function isSameLog(a: ContractLog, b: ContractLog): boolean {
  const textOf = ({ topics, data, blockHash }: ContractLog) => [blockHash, data, ...topics].join()
  return isSamePlace(a, b) && textOf(a) === textOf(b)
}

function inOrder(logs: readonly ContractLog[]): ContractLog[] {
  const sorted = [...logs].sort(
    (a, b) =>
      a.blockNumber - b.blockNumber ||
      a.transactionIndex - b.transactionIndex ||
      a.logIndex - b.logIndex,
  )
  return sorted.filter((log, index) => {
    const before = sorted[index - 1]
    return before === undefined || !isSameLog(before, log)
  })
}
