import { checksumAddress } from '../../primitives/address.ts'
import { toQuantity } from './quantity.ts'
import { listOf, membersOf, readBytes, readCount, readHash, whole } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** Blocks `from` to `to`, both included; none if `from` is higher. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

export interface LogFilter {
  /** The contract. */
  readonly address: string
  /** The value of each topic, in order, or a list of allowed values; null allows any. */
  readonly topics?: readonly (string | readonly string[] | null)[]
}

/**
 * A log and its place. Only block, transaction and index together identify it: some nodes restart the
 * index in each transaction.
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
 * The logs of a contract in a range, in chain order. An answer with any other log is invalid, and
 * duplicates are removed.
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

/** A log of a block that was reorged out is marked as removed. */
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

/** Two logs that differ at one place are left to the caller, who verifies them. */
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
