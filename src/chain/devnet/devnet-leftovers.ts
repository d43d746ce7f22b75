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
 * Anvil mines when a transaction arrives. What did not fit into that block it leaves lying until
 * another one arrives, which may be never: then it is asked to go on. And what arrives in the moment
 * its predecessor is mined may wait for that one for ever: what its sender has in the pool is taken
 * out, so that whoever follows it finds it forgotten, and offers it again. A devnet that was told not
 * to mine by itself is left alone.
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
