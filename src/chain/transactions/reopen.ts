import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { toQuantity } from '../rpc/quantity.ts'
import { resultOf } from './fees.ts'

/**
 * The row as it is, unless it is final by a block that is no more: a reorganisation went deeper than
 * was waited for. Then it is open again, with the same signed bytes. Another block at its height
 * proves it; a node that does not have that height, or forgets receipts, proves nothing.
 */
export async function reopenVanished(
  { chain, journal }: { readonly chain: Chain; readonly journal: Journal },
  row: JournalRow,
): Promise<JournalRow> {
  const { id, state, blockNumber, blockHash } = row
  if (state !== 'final' || blockNumber === null || blockHash === null) return row
  const params = [toQuantity(blockNumber), false]
  const [answer] = await chain.rpc.batch([{ method: 'eth_getBlockByNumber', params }])
  const block = resultOf<{ hash: string } | null>(answer)
  if (block === null || block.hash === blockHash) return row
  const [reopened] = await journal.record([{ event: 'vanished', id, blockHash }])
  return reopened as JournalRow
}
