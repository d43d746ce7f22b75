import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { blockAt } from '../rpc/blocks.ts'

/**
 * Opens a final row again if its block was reorged out, deeper than was waited for; its signed bytes
 * stay the same. Another block at its height proves it; a node that does not have that height, or
 * forgets receipts, proves nothing.
 */
export async function reopenReorgedOut(
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
