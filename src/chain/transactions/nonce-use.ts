import { nonceAt } from '../rpc/accounts.ts'
import { transactionsAt } from '../rpc/blocks.ts'
import type { RequestOptions, Rpc } from '../rpc/rpc.ts'

/** The transaction that used a nonce of an account. */
export interface NonceUse {
  readonly blockNumber: number
  /** 0x-lower. */
  readonly hash: string
}

/**
 * Finds the transaction that used an account's nonce. A used nonce and a missing transaction prove
 * nothing: nodes forget receipts and indexes, and one that makes a block may count its transactions
 * before it shows them. Only a transaction of this account with this nonce, in a block, is the proof
 * that any other one never happened and never will.
 * Undefined if no block shows one: then nothing is known.
 * @param usedAt height at which the nonce is used.
 * @throws RPC_ERROR if the node no longer has the states
 */
export async function findNonceUse(
  rpc: Rpc,
  { account, nonce, usedAt }: { account: string; nonce: number; usedAt: number },
  limits: RequestOptions,
): Promise<NonceUse | undefined> {
  const isUsed = async (height: number) => (await rpc.ask(nonceAt(account, height), limits)) > nonce
  const blockNumber = await firstWhere(isUsed, usedAt)
  const transactions = (await rpc.ask(transactionsAt(blockNumber), limits)) ?? []
  const use = transactions.find((one) => one.from === account.toLowerCase() && one.nonce === nonce)
  return use && { blockNumber, hash: use.hash }
}

/** The lowest height where `holds` is true; it is true at `high`. Heights near it are tried first. */
async function firstWhere(
  holds: (height: number) => Promise<boolean>,
  high: number,
): Promise<number> {
  let first = high
  let below = -1
  for (let step = 1; first > 0; step *= 2) {
    const height = Math.max(0, first - step)
    if (await holds(height)) first = height
    else {
      below = height
      break
    }
  }
  while (first - below > 1) {
    const middle = (first + below) >> 1
    if (await holds(middle)) first = middle
    else below = middle
  }
  return first
}
