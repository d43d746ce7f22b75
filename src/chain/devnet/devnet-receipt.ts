import { systemClock } from '../../primitives/clock.ts'
import { automine, mineBlock } from '../rpc/anvil.ts'
import { type Receipt, receiptOf } from '../rpc/receipts.ts'
import { askAll, type Rpc } from '../rpc/rpc.ts'
import { devnetTransactionFailed } from './devnet-errors.ts'

const POLL_MS = 2
const MAX_POLLS = 5_000

/**
 * Waits until a transaction of a devnet is mined; on a devnet with a block time, mines the block.
 * @throws DEVNET_TRANSACTION_FAILED if it reverted
 */
export async function minedReceipt(rpc: Rpc, hash: string): Promise<Receipt> {
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const [receipt, minesByItself] = await askAll(rpc, [receiptOf(hash), automine])
    if (receipt?.succeeded) return receipt
    if (receipt) break
    if (minesByItself) await systemClock.sleep(POLL_MS)
    else await rpc.ask(mineBlock)
  }
  throw devnetTransactionFailed(hash)
}
