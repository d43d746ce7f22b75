import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { attemptsOf } from '../journal/attempts.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { nonceAt } from '../rpc/accounts.ts'
import { servedChainId } from '../rpc/chain-id.ts'
import { askAll, type RequestOptions } from '../rpc/rpc.ts'
import { transactionOf } from '../rpc/transactions.ts'
import { findNonceUse } from './nonce-use.ts'

/**
 * What a node knows about a transaction without a receipt.
 * - `waiting`: it is in the memory pool.
 * - `forgotten`: it is not, and its nonce is free: it can be rebroadcast.
 * - `overtaken`: its nonce is used, but not yet as deep as asked.
 * - `replaced`: a block has another transaction of the sender with its nonce. It can never happen.
 * - `hidden`: its nonce is used as deep as asked, but the node shows nothing that closes it.
 */
export type Whereabouts =
  | { readonly kind: 'waiting' | 'forgotten' | 'overtaken' | 'replaced' }
  | { readonly kind: 'hidden'; readonly obstacle: string }

/**
 * Finds out where transactions without a receipt are.
 * @param settled height of the newest block that is deep enough.
 * @throws CHAIN_ID_MISMATCH: the nonces of another chain must not decide anything
 */
export async function whereabouts(
  { rpc }: Chain,
  rows: readonly JournalRow[],
  settled: number,
  limits: RequestOptions,
): Promise<Whereabouts[]> {
  const [, ...answers] = await askAll(
    rpc,
    [
      servedChainId,
      ...rows.map(({ hash }) => transactionOf(hash)),
      ...rows.map(({ from }) => nonceAt(from, 'latest')),
      ...rows.map(({ from }) => nonceAt(from, settled)),
    ],
    limits,
  )
  const known = answers.slice(0, rows.length)
  const [used, settledUsed] = [answers.slice(rows.length), answers.slice(2 * rows.length)] as [
    number[],
    number[],
  ]
  const found: Whereabouts[] = []
  for (const [index, row] of rows.entries()) {
    if (known[index] !== null) found.push({ kind: 'waiting' })
    else if ((used[index] as number) <= row.nonce) found.push({ kind: 'forgotten' })
    else if ((settledUsed[index] as number) <= row.nonce) found.push({ kind: 'overtaken' })
    else found.push(await whoseNonce({ rpc }, row, settled, limits))
  }
  return found
}

async function whoseNonce(
  { rpc }: Pick<Chain, 'rpc'>,
  row: JournalRow,
  usedAt: number,
  limits: RequestOptions,
): Promise<Whereabouts> {
  const { from: account, nonce } = row
  try {
    const use = await findNonceUse(rpc, { account, nonce, usedAt }, limits)
    const isOurs = use && attemptsOf(row).some(({ hash }) => hash === use.hash)
    if (isOurs) return hidden(`block ${use.blockNumber} has it, but the node shows no receipt`)
    if (use) return { kind: 'replaced' }
  } catch (error) {
    // A node keeps only the states of its newest blocks, unless it is an archive.
    if (!isRpcError(error)) throw error
  }
  return hidden(`nonce ${nonce} is used, but the node cannot show by what`)
}

function hidden(obstacle: string): Whereabouts {
  return { kind: 'hidden', obstacle }
}
