import type { Chain } from '../chain/chain.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import { settledBlocks } from './contracts/settled-block.ts'
import type { LockState } from './rules/lock.ts'
import type { SwapTerms } from './swap.ts'
import { findLock } from './swap-status.ts'

/** `locked` once its block is settled; only the target chain says whether it is released. */
export type SourceState = 'confirming' | LockState

/**
 * The state of a lock as far as the source chain alone can tell.
 * @throws SWAP_LOCK_UNKNOWN if it is no longer on the chain; SWAP_NODES_DISAGREE
 */
export async function sourceState(
  { terms, chain }: { readonly terms: SwapTerms; readonly chain: Chain },
  { lockId, blockNumber }: { readonly lockId: string; readonly blockNumber: number },
): Promise<SourceState> {
  const source = { chain, endpoints: [chain], place: terms.source }
  const blocks = await settledBlocks(source)
  const { number } = blocks?.head ?? (await chain.rpc.ask(newestBlock))
  const { state } = await findLock({ source, terms }, lockId, number)
  const isSettled = blocks !== undefined && blockNumber <= blocks.settled.number
  return state === 'locked' && !isSettled ? 'confirming' : state
}
