import { isDevnetChainId } from '../../keystore/devnet-keys.ts'
import type { Chain } from '../chain.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { automine, dropFromPool, mineBlock, poolStatus } from '../rpc/anvil.ts'
import { resultOf } from '../rpc/rpc.ts'

/** A transaction in anvil's memory pool. */
export interface Leftover {
  /** Sender. */
  readonly from: string
  readonly nonce: number
}

/** Whether the chain is a devnet that makes a block as soon as a transaction arrives. */
export async function minesOnArrival({
  rpc,
  chainId,
}: Pick<Chain, 'rpc' | 'chainId'>): Promise<boolean> {
  if (!isDevnetChainId(chainId)) return false
  const [mines] = await rpc.batch([automine])
  return 'result' in mines && mines.result
}

/**
 * Anvil mines when a transaction arrives. A transaction that does not fit into that block waits until
 * another one arrives, perhaps for ever: so anvil is told to mine. And one that arrives at the moment
 * its predecessor is mined may wait for it for ever: so the pool drops the transactions of its sender,
 * and whoever watches them finds them forgotten and rebroadcasts. A devnet that does not mine by itself
 * is left alone.
 */
export async function mineLeftovers(
  chain: Pick<Chain, 'rpc' | 'chainId'>,
  waiting: readonly Leftover[],
): Promise<void> {
  if (!(await minesOnArrival(chain))) return
  const { rpc } = chain
  const senders = [...new Set(waiting.map(({ from }) => from))]
  const [, pool, ...used] = await rpc.batch([
    mineBlock,
    poolStatus,
    ...senders.map((from) => nonceAt(from, 'latest')),
  ])
  const { pending, queued } = resultOf(pool)
  if (pending > 0 || queued === 0) return
  const stuck = senders.filter((sender, index) => {
    const next = resultOf(used[index])
    return waiting.some(({ from, nonce }) => from === sender && nonce === next)
  })
  await rpc.batch(stuck.map(dropFromPool))
}
