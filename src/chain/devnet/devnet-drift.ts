import { isDevnetChainId } from '../../keystore/devnet-keys.ts'
import type { Chain } from '../chain.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { blockAt } from '../rpc/blocks.ts'
import { askAll } from '../rpc/rpc.ts'

/**
 * A devnet can be reset or rolled back while the journal goes on. Transactions whose blocks no longer
 * exist, and those that waited on top of them, are forgotten, so that their intents can be sent again.
 * On other networks a block that was reorged out is never treated like this.
 */
export async function forgetRolledBack(chain: Chain, journal: Journal): Promise<void> {
  if (!isDevnetChainId(chain.chainId)) return
  const chainId = Number(chain.chainId)
  // Blocks are linked by hash: if the newest is still there, so are all before it.
  if ((await rolledBack(chain, await journal.minedRows(chainId, 1))).length === 0) return
  const gone = await rolledBack(chain, await journal.minedRows(chainId))
  const waiting = (await journal.openRows({ chainId })).filter(({ state }) => state !== 'mined')
  await journal.record(
    [...gone, ...waiting].map(({ id }) => ({
      event: 'forgotten',
      id,
      reason: 'the devnet was reset or set back',
    })),
  )
}

async function rolledBack(chain: Chain, rows: readonly JournalRow[]): Promise<JournalRow[]> {
  const calls = rows.map(({ blockNumber }) => blockAt(blockNumber ?? 0))
  const blocks = await askAll(chain.rpc, calls)
  return rows.filter(({ blockHash }, index) => blocks[index]?.hash !== blockHash)
}
