import type { Block, BlockTransaction } from './block.ts'
import { blockAltered } from './bytomd-errors.ts'
import { blockHash, inputId, muxId, outputIds, transactionId } from './entry-ids.ts'
import { statusRoot, transactionRoot } from './merkle-root.ts'
import { valueSources } from './value-sources.ts'

/** Each costs the root of a block; far more than a block of the chain has room for. */
const MAX_SUSPECTS = 1000

/**
 * Recomputes every id, root and hash of a block from its contents, so that nothing in it can be left
 * out, changed or added without another block hash. Pure. The caller must check that the hash itself
 * belongs to the chain: by its successors, checkpoints or other nodes. Proof of work is not checked.
 * @throws BYTOM_BLOCK_ALTERED naming height and transaction
 */
export function verifyBlock(block: Block): void {
  const { height, transactions } = block
  for (const transaction of transactions) verifyTransaction(transaction, height)
  const ids = transactions.map(({ id }) => id)
  const failures = transactions.map(({ statusFail }) => statusFail)
  const claims: readonly Claim[] = [
    ['transaction root', block.transactionRoot, transactionRoot(ids), surplus],
    ['status root', block.statusRoot, statusRoot(failures), misjudged],
    ['hash', block.hash, blockHash(block), () => undefined],
  ]
  for (const [what, said, is, culprit] of claims) {
    if (said === is) continue
    const transaction = transactions.length > MAX_SUSPECTS ? undefined : culprit(block)
    throw blockAltered({ height, transaction, what, said, is })
  }
}

/** A value in a block, the computed value, and a search for the transaction to blame, if any. */
type Claim = readonly [
  what: string,
  said: string,
  is: string,
  culprit: (block: Block) => string | undefined,
]

/** The transaction without which the others have the stated root. */
function surplus({ transactions, transactionRoot: said }: Block): string | undefined {
  const ids = transactions.map(({ id }) => id)
  return ids.find((_, i) => transactionRoot(ids.filter((_, other) => other !== i)) === said)
}

/** The transaction with whose opposite status all have the stated root. */
function misjudged({ transactions, statusRoot: said }: Block): string | undefined {
  return transactions.find((suspect) => {
    const verdicts = transactions.map((one) => (one === suspect) !== one.statusFail)
    return statusRoot(verdicts) === said
  })?.id
}

function verifyTransaction(transaction: BlockTransaction, height: number): void {
  const assertSame = (what: string, said: string, is: string) => {
    if (said !== is) throw blockAltered({ height, transaction: transaction.id, what, said, is })
  }
  const { inputs, outputs } = transaction
  const inputIds = inputs.map(inputId)
  for (const [i, id] of inputIds.entries())
    assertSame(`id of input ${i}`, inputs[i]?.inputId ?? '', id)
  const mux = recomputedMuxId(transaction, inputIds)
  assertSame('mux id', transaction.muxId, mux)
  const ids = outputIds(transaction, mux)
  for (const [i, id] of ids.entries()) assertSame(`id of output ${i}`, outputs[i]?.id ?? '', id)
  assertSame('id', transaction.id, transactionId(transaction, ids))
}

/** The stated id, if any list of value sources gives it; else another. */
function recomputedMuxId(transaction: BlockTransaction, inputIds: readonly string[]): string {
  let mux = ''
  for (const sources of valueSources(transaction.inputs, inputIds)) {
    mux = muxId(transaction, sources)
    if (mux === transaction.muxId) break
  }
  return mux
}
