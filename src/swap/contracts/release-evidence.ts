// A lock ends on the source chain according to its release on the target chain. Storage and events
// there must agree, at every endpoint, before a relayer attests a refund or a retirement.

import type { Chain } from '../../chain/chain.ts'
import { logsForwards } from '../../chain/contracts/logs.ts'
import type { BlockRange } from '../../chain/rpc/logs.ts'
import { printableUrl } from '../../primitives/printable-url.ts'
import type { SwapSide } from '../swap.ts'
import { lockUnproven } from '../swap-errors.ts'
import { releaseInterface } from './release-contract.ts'

const TOPIC = releaseInterface.getEvent('Released')?.topicHash as string

export interface ReleaseQuestion {
  readonly releaseContract: string
  readonly lockId: string
  /** From the storage of the contract, as of the last block of the range. */
  readonly isReleased: boolean
  readonly range: BlockRange
}

/** @throws SWAP_LOCK_UNPROVEN */
export async function assertReleaseEvents(
  { endpoints }: SwapSide,
  { releaseContract, lockId, isReleased, range }: ReleaseQuestion,
): Promise<void> {
  for (const endpoint of endpoints) {
    const events = await countEvents(endpoint, releaseContract, lockId, range)
    if (events === (isReleased ? 1 : 0)) continue
    const said = isReleased ? 'released' : 'not released'
    const fault = `the contract says it is ${said}, but there are ${events} events of its release`
    throw lockUnproven(lockId, endpoint.rpc.urls.map(printableUrl).join(', '), fault)
  }
}

async function countEvents(
  { rpc }: Chain,
  address: string,
  lockId: string,
  range: BlockRange,
): Promise<number> {
  let count = 0
  for await (const _ of logsForwards(rpc, { address, topics: [TOPIC, lockId] }, range)) count++
  return count
}
