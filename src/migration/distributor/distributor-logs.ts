import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { toQuantity } from '../../chain/rpc/quantity.ts'
import { distributorInterface } from './distributor.ts'
import { indexesOfWord } from './paid-leaves.ts'

interface RawLog {
  readonly topics: readonly string[]
  readonly data: string
  readonly transactionHash: string
  readonly blockNumber: string
}

/** Blocks from the first to the last, both included. */
export interface BlockSpan {
  readonly fromBlock: number
  readonly toBlock: number
}

/** Everything a distributor has said about money. */
export interface PaymentRecord {
  /** Indexes paid, one entry a payment, in the order of the chain. */
  readonly paid: readonly number[]
  readonly paidBaseUnits: bigint
  /** Native coin that came in by deployment or transfer. */
  readonly fundedBaseUnits: bigint
  readonly closedBaseUnits: bigint
}

/** Reads what a distributor's events say about money. */
export async function readPaymentRecord(
  chain: Chain,
  distributor: string,
  leafCount: number,
  span: BlockSpan,
): Promise<PaymentRecord> {
  const paid: number[] = []
  let [paidBaseUnits, fundedBaseUnits, closedBaseUnits] = [0n, 0n, 0n]
  for await (const { topics, data } of distributorLogs(chain, distributor, span)) {
    const event = distributorInterface.parseLog({ topics: [...topics], data })
    const amount = (event?.args.getValue('amount') ?? 0n) as bigint
    if (event?.name === 'Claimed') paid.push(Number(event.args.index))
    if (event?.name === 'Distributed') {
      const { word, paid: bits } = event.args as unknown as { word: bigint; paid: bigint }
      for (const index of indexesOfWord(leafCount, Number(word), bits)) paid.push(index)
    }
    if (event?.name === 'Claimed' || event?.name === 'Distributed') paidBaseUnits += amount
    if (event?.name === 'Funded') fundedBaseUnits += amount
    if (event?.name === 'Closed') closedBaseUnits += amount
  }
  return { paid, paidBaseUnits, fundedBaseUnits, closedBaseUnits }
}

/** A contract's logs in the order of the chain. Halves a span that the node finds too large. */
export async function* distributorLogs(
  chain: Chain,
  address: string,
  { fromBlock, toBlock }: BlockSpan,
): AsyncGenerator<RawLog> {
  const filter = { address, fromBlock: toQuantity(fromBlock), toBlock: toQuantity(toBlock) }
  const logs = await chain.rpc.request<RawLog[]>('eth_getLogs', [filter]).catch((error) => {
    if (isRpcError(error) && fromBlock < toBlock) return undefined
    throw error
  })
  if (logs) {
    yield* logs
    return
  }
  const middle = Math.floor((fromBlock + toBlock) / 2)
  yield* distributorLogs(chain, address, { fromBlock, toBlock: middle })
  yield* distributorLogs(chain, address, { fromBlock: middle + 1, toBlock })
}
