import { checksumAddress } from '../primitives/address.ts'
import { badResponse, isRpcError } from './chain-errors.ts'
import { quantityToNumber, toQuantity } from './rpc/quantity.ts'
import type { Rpc } from './rpc/rpc.ts'
import type { Log } from './transactions/intent.ts'

const NO_LIST = "what came is no list of the contract's logs"

/** A log and where it stands. */
export interface ContractLog extends Log {
  readonly blockNumber: number
  readonly transactionHash: string
}

export interface LogFilter {
  /** Whose logs, EIP-55. */
  readonly address: string
  /** Any of these as first topic; all logs when absent. */
  readonly events?: readonly string[]
  /** The last block to look at. */
  readonly toBlock: number
}

interface NodeLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly blockNumber: string
  readonly transactionHash: string
  readonly logIndex: string
  readonly removed?: boolean
}

/**
 * The logs of one contract, newest first, so that who looks for a recent one asks for no more than
 * that. Providers limit a range each in its own way: a refused one is halved.
 * @throws RPC_ERROR if not even one block's logs are given; NETWORK_BAD_RESPONSE if an answer is no
 * list of this contract's logs, and its kin
 */
export async function* logsBackwards(
  rpc: Rpc,
  { address, events, toBlock }: LogFilter,
): AsyncGenerator<ContractLog> {
  const wanted = { address, ...(events && { topics: [events] }) }
  let size = toBlock + 1
  let last = toBlock
  while (last >= 0) {
    const first = Math.max(0, last - size + 1)
    const range = { fromBlock: toQuantity(first), toBlock: toQuantity(last) }
    try {
      const answer = await rpc.request('eth_getLogs', [{ ...wanted, ...range }])
      if (!isListOf(answer, address)) throw badResponse(rpc.urls[0] ?? '', 'eth_getLogs', NO_LIST)
      yield* newestFirst(answer)
      last = first - 1
    } catch (error) {
      if (!isRpcError(error) || first === last) throw error
      size = Math.ceil((last - first + 1) / 2)
    }
  }
}

function newestFirst(answer: readonly NodeLog[]): ContractLog[] {
  return answer
    .filter(({ removed }) => removed !== true)
    .map((log) => ({
      address: checksumAddress(log.address),
      ...{ topics: log.topics, data: log.data, transactionHash: log.transactionHash },
      blockNumber: quantityToNumber(log.blockNumber),
      logIndex: quantityToNumber(log.logIndex),
    }))
    .sort((a, b) => b.blockNumber - a.blockNumber || b.logIndex - a.logIndex)
}

function isListOf(answer: unknown, address: string): answer is NodeLog[] {
  return Array.isArray(answer) && answer.every((log) => isLogOf(log, address))
}

function isLogOf(log: unknown, address: string): boolean {
  if (typeof log !== 'object' || log === null) return false
  const { topics, data, blockNumber, logIndex, transactionHash, address: from } = log as NodeLog
  const texts = [from, data, blockNumber, logIndex, transactionHash]
  return (
    Array.isArray(topics) &&
    [...texts, ...topics].every(
      (text) => typeof text === 'string' && /^0x[0-9a-f]*$/i.test(text),
    ) &&
    from.toLowerCase() === address.toLowerCase()
  )
}
