import { isDevnetChainId } from '../../keystore/devnet-keys.ts'
import type { Chain } from '../chain.ts'
import { quantityToNumber } from '../rpc/quantity.ts'
import { resultOf } from '../transactions/fees.ts'

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
  const [automine] = await rpc.batch([{ method: 'anvil_getAutomine' }])
  return automine !== undefined && 'result' in automine && automine.result === true
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
    { method: 'evm_mine' },
    { method: 'txpool_status' },
    ...senders.map((from) => ({ method: 'eth_getTransactionCount', params: [from, 'latest'] })),
  ])
  const { pending, queued } = resultOf<{ pending: string; queued: string }>(pool)
  if (quantityToNumber(pending) > 0 || quantityToNumber(queued) === 0) return
  const stuck = senders.filter((sender, index) => {
    const next = quantityToNumber(resultOf(used[index]))
    return waiting.some(({ from, nonce }) => from === sender && nonce === next)
  })
  await rpc.batch(stuck.map((from) => ({ method: 'anvil_removePoolTransactions', params: [from] })))
}
