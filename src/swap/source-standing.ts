import type { Chain } from '../chain/chain.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import { settledBlocks } from './contracts/settled-block.ts'
import type { LockState } from './rules/lock.ts'
import type { SwapTerms } from './swap.ts'
import { findLock } from './swap-status.ts'

/** `locked` once its block is settled: whether it is released is for the target chain to say. */
export type SourceStanding = 'confirming' | LockState

/**
 * Where a lock stands, as far as the source chain alone can tell.
 * @throws SWAP_LOCK_UNKNOWN if it is not on the chain any more
 */
export async function sourceStanding(
  { terms, chain }: { readonly terms: SwapTerms; readonly chain: Chain },
  { lockId, blockNumber }: { readonly lockId: string; readonly blockNumber: number },
): Promise<SourceStanding> {
  const source = { chain, witnesses: [chain], place: terms.source }
  const blocks = await settledBlocks(source)
  const { number } = blocks?.head ?? (await chain.rpc.ask(newestBlock))
  const { state } = await findLock({ source, terms }, lockId, number)
  const isSettled = blocks !== undefined && blockNumber <= blocks.settled.number
  return state === 'locked' && !isSettled ? 'confirming' : state
}
