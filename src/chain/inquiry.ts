import type { Chain } from './chain.ts'
import { resultOf } from './fees.ts'
import type { JournalRow } from './journal-entry.ts'
import { quantityToNumber, toQuantity } from './quantity.ts'

/**
 * What a node knows of a transaction without a receipt.
 * - `waiting`: it is in the memory pool.
 * - `forgotten`: it is not, and its nonce is free: it may be offered again.
 * - `overtaken`: its nonce is used in the latest block.
 * - `buried`: its nonce was used in a block as deep as asked.
 */
export type Whereabouts = 'waiting' | 'forgotten' | 'overtaken' | 'buried'

/** Asks where transactions without a receipt are. @param settled height of the deep enough block. */
export async function whereabouts(
  { rpc }: Chain,
  rows: readonly JournalRow[],
  settled: number,
): Promise<Whereabouts[]> {
  const answers = await rpc.batch(
    rows.flatMap(({ hash, from }) => [
      { method: 'eth_getTransactionByHash', params: [hash] },
      { method: 'eth_getTransactionCount', params: [from, 'latest'] },
      { method: 'eth_getTransactionCount', params: [from, toQuantity(settled)] },
    ]),
  )
  return rows.map(({ nonce }, index) => {
    const [known, used, settledUsed] = answers.slice(3 * index, 3 * index + 3)
    if (resultOf(known) !== null) return 'waiting'
    if (quantityToNumber(resultOf(used)) <= nonce) return 'forgotten'
    return quantityToNumber(resultOf(settledUsed)) > nonce ? 'buried' : 'overtaken'
  })
}
