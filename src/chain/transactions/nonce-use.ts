import { nonceAt } from '../rpc/accounts.ts'
import { transactionHashesAt } from '../rpc/blocks.ts'
import type { RequestOptions, Rpc } from '../rpc/rpc.ts'

/** A block that used a nonce of an account. */
export interface NonceUse {
  readonly blockNumber: number
  /** Hashes of all its transactions. */
  readonly transactionHashes: readonly string[]
}

/**
 * Finds the block in which an account's nonce was used. A used nonce and a missing transaction prove
 * nothing: nodes forget receipts and indexes. The block is the proof: a transaction with this nonce
 * that is not in it never happened and never will.
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
  const transactionHashes = await rpc.ask(transactionHashesAt(blockNumber), limits)
  return transactionHashes === null ? undefined : { blockNumber, transactionHashes }
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
