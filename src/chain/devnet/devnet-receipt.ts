import { systemClock } from '../../primitives/clock.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { resultOf } from '../transactions/fees.ts'
import { devnetTransactionFailed } from './devnet-errors.ts'

const POLL_MS = 2
const MOST_POLLS = 5_000

/** What became of a transaction of a devnet. */
export interface DevnetReceipt {
  readonly status: string
  readonly blockNumber: string
  readonly contractAddress: string | null
}

/**
 * Waits until a transaction is mined; with a block time it mines the block itself.
 * @throws DEVNET_TRANSACTION_FAILED if it reverted
 */
export async function minedReceipt(rpc: Rpc, hash: string): Promise<DevnetReceipt> {
  for (let polls = 0; polls < MOST_POLLS; polls++) {
    const [answer, automine] = await rpc.batch([
      { method: 'eth_getTransactionReceipt', params: [hash] },
      { method: 'anvil_getAutomine' },
    ])
    const receipt = resultOf<DevnetReceipt | null>(answer)
    if (receipt?.status === '0x1') return receipt
    if (receipt) break
    if (resultOf<boolean>(automine)) await systemClock.sleep(POLL_MS)
    else await rpc.request('evm_mine')
  }
  throw devnetTransactionFailed(hash)
}
