import type { Chain } from '../../chain/chain.ts'
import { logsForwards } from '../../chain/contracts/logs.ts'
import type { BlockRange } from '../../chain/rpc/logs.ts'
import { distributorInterface } from './distributor.ts'
import { indexesOfWord } from './paid-leaves.ts'

/** All events of a distributor about money, summed up. */
export interface PaymentRecord {
  /** Indexes paid, one entry per payment, in the order of the chain. */
  readonly paid: readonly number[]
  readonly paidBaseUnits: bigint
  /** Native coin that came in by deployment or transfer. */
  readonly fundedBaseUnits: bigint
  readonly closedBaseUnits: bigint
}

/** Reads the events of a distributor about money. */
export async function readPaymentRecord(
  chain: Chain,
  distributor: string,
  leafCount: number,
  range: BlockRange,
): Promise<PaymentRecord> {
  const paid: number[] = []
  let [paidBaseUnits, fundedBaseUnits, closedBaseUnits] = [0n, 0n, 0n]
  const logs = logsForwards(chain.rpc, { address: distributor }, range)
  for await (const { topics, data } of logs) {
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
