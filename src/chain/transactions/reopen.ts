import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { blockAt } from '../rpc/blocks.ts'

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
  const block = await chain.rpc.ask(blockAt(blockNumber))
  if (block === null || block.hash === blockHash) return row
  const [reopened] = await journal.record([{ event: 'vanished', id, blockHash }])
  return reopened as JournalRow
}
