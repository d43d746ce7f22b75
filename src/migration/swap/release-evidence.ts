// What ends a lock on the source chain rests on what the target chain says became of it. Storage and
// events must say the same, at every endpoint, before a relayer signs for either end.

import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { toQuantity } from '../../chain/rpc/quantity.ts'
import { printableUrl } from '../../primitives/printable-url.ts'
import type { BlockSpan } from '../distributor/distributor-logs.ts'
import { lockUnproven } from './errors.ts'
import { releaseInterface } from './release-contract.ts'
import type { SwapSide } from './settled-block.ts'

const TOPIC = releaseInterface.getEvent('Released')?.topicHash as string

export interface ReleaseQuestion {
  readonly releaseContract: string
  readonly lockId: string
  /** What the storage of the contract says, as of the last block of the span. */
  readonly isReleased: boolean
  readonly span: BlockSpan
}

/** @throws SWAP_LOCK_UNPROVEN */
export async function assertReleaseEvents(
  { witnesses }: SwapSide,
  { releaseContract, lockId, isReleased, span }: ReleaseQuestion,
): Promise<void> {
  for (const witness of witnesses) {
    const events = await countEvents(witness, releaseContract, lockId, span)
    if (events === (isReleased ? 1 : 0)) continue
    const said = isReleased ? 'released' : 'not released'
    const fault = `the contract says it is ${said}, and there are ${events} events of its release`
    throw lockUnproven(lockId, witness.rpc.urls.map(printableUrl).join(', '), fault)
  }
}

/** A span that the node finds too large is halved. */
async function countEvents(
  chain: Chain,
  address: string,
  lockId: string,
  { fromBlock, toBlock }: BlockSpan,
): Promise<number> {
  if (fromBlock > toBlock) return 0
  const filter = {
    address,
    topics: [TOPIC, lockId],
    fromBlock: toQuantity(fromBlock),
    toBlock: toQuantity(toBlock),
  }
  const logs = await chain.rpc.request<unknown[]>('eth_getLogs', [filter]).catch((error) => {
    if (isRpcError(error) && fromBlock < toBlock) return undefined
    throw error
  })
  if (logs) return logs.length
  const middle = Math.floor((fromBlock + toBlock) / 2)
  const before = await countEvents(chain, address, lockId, { fromBlock, toBlock: middle })
  const after = { fromBlock: middle + 1, toBlock }
  return before + (await countEvents(chain, address, lockId, after))
}
