import { DEVNET_CHAIN_IDS } from '../../keystore/devnet-keys.ts'
import type { Chain } from '../chain.ts'

/**
 * Anvil mines when a transaction arrives. What did not fit into that block it leaves lying until
 * another one arrives, which may be never: then it is asked to go on. A devnet that was told not to
 * mine by itself is left alone.
 */
export async function mineLeftovers({ rpc, chainId }: Chain): Promise<void> {
  if (chainId < DEVNET_CHAIN_IDS.first || chainId > DEVNET_CHAIN_IDS.last) return
  const [automine] = await rpc.batch([{ method: 'anvil_getAutomine' }])
  const minesByItself = automine && 'result' in automine && automine.result === true
  if (minesByItself) await rpc.batch([{ method: 'evm_mine' }])
}
