import type { Log } from '../../chain/transactions/intent.ts'
import { distributorInterface } from './distributor.ts'

/** The payments of a batch, from its events. */
export function payoutsOf(logs: readonly Log[]): {
  paid: number
  paidBaseUnits: bigint
  failed: number[]
} {
  let [paid, paidBaseUnits] = [0, 0n]
  const failed: number[] = []
  for (const log of logs) {
    const event = parseEvent(log)
    if (event?.name === 'Distributed') {
      paid += bitCount(event.args.paid as bigint)
      paidBaseUnits += event.args.amount as bigint
    }
    if (event?.name === 'PayoutFailed') failed.push(Number(event.args.index))
  }
  return { paid, paidBaseUnits, failed }
}

function parseEvent({ topics, data }: Log) {
  return distributorInterface.parseLog({ topics: [...topics], data })
}

function bitCount(bits: bigint): number {
  return bits.toString(2).replaceAll('0', '').length
}
