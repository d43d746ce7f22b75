import type { Chain } from '../../chain/chain.ts'
import { badResponse, isRpcError } from '../../chain/chain-errors.ts'
import { quantityToNumber, toQuantity } from '../../chain/rpc/quantity.ts'
import type { BlockSpan } from '../distributor/distributor-logs.ts'
import type { Lock } from './lock.ts'
import { lockInterface } from './lock-contract.ts'

/** A `Locked` event as a node gives it. */
export interface LockedEvent {
  readonly lockId: string
  readonly facts: Pick<
    Lock,
    'sender' | 'recipient' | 'nonce' | 'amount' | 'releaseExpiry' | 'refundOpens'
  >
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly logIndex: number
  readonly blockNumber: number
  /** 0x-lower. */
  readonly blockHash: string
  readonly transactionHash: string
}

interface RawLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly logIndex: string
  readonly blockNumber: string
  readonly blockHash: string
  readonly transactionHash: string
}

const TOPIC = lockInterface.getEvent('Locked')?.topicHash as string

/** The events of all locks made in a span of blocks. A span that the node finds too large is halved. */
export async function lockedEvents(
  chain: Chain,
  address: string,
  { fromBlock, toBlock }: BlockSpan,
): Promise<LockedEvent[]> {
  if (fromBlock > toBlock) return []
  const filter = {
    address,
    topics: [TOPIC],
    fromBlock: toQuantity(fromBlock),
    toBlock: toQuantity(toBlock),
  }
  const logs = await chain.rpc.request<RawLog[]>('eth_getLogs', [filter]).catch((error) => {
    if (isRpcError(error) && fromBlock < toBlock) return undefined
    throw error
  })
  if (logs) return logs.map((log) => parseLocked(chain, log))
  const middle = Math.floor((fromBlock + toBlock) / 2)
  const before = await lockedEvents(chain, address, { fromBlock, toBlock: middle })
  return [...before, ...(await lockedEvents(chain, address, { fromBlock: middle + 1, toBlock }))]
}

function parseLocked({ rpc }: Chain, log: RawLog): LockedEvent {
  const { address, topics, data } = log
  const args = lockInterface.parseLog({ topics: [...topics], data })?.args
  if (!args) throw badResponse(rpc.urls.join(', '), 'eth_getLogs', 'a log that was not asked for')
  return {
    lockId: args.lockId as string,
    facts: {
      sender: args.sender as string,
      recipient: args.recipient as string,
      nonce: args.nonce as bigint,
      amount: args.amount as bigint,
      releaseExpiry: args.releaseExpiry as bigint,
      refundOpens: args.refundOpens as bigint,
    },
    address,
    topics,
    data,
    logIndex: quantityToNumber(log.logIndex),
    blockNumber: quantityToNumber(log.blockNumber),
    blockHash: log.blockHash.toLowerCase(),
    transactionHash: log.transactionHash,
  }
}
