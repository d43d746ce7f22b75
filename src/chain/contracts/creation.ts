import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { codeAt, NO_CODE } from '../rpc/accounts.ts'
import { headNumber, transactionsAt } from '../rpc/blocks.ts'
import { creationUnknown } from './contract-errors.ts'

/** When a contract was made. */
export interface Creation {
  readonly blockNumber: number
  /** Null where somebody's contract made it, out of code that it held already. */
  readonly transactionHash: string | null
}

/**
 * Finds the block that a contract is there since, and the transaction that carried its creation code:
 * within a multisig's signed calls, perhaps.
 * @param initCode `0x` hex, arguments included.
 * @throws CONTRACT_CREATION_UNKNOWN where the node has forgotten the state of that time.
 */
export async function findCreation(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  initCode: string,
): Promise<Creation> {
  const blockNumber = await creationBlock(chain, address)
  const transactions = await chain.rpc.ask(transactionsAt(blockNumber))
  const creation = transactions?.find(({ input }) => input.includes(initCode.slice(2)))
  // Of a block that is later than the true one, what was paid in between would be overlooked.
  if (!creation && (await codeThen(chain, address, blockNumber - 1)) !== NO_CODE) {
    throw creationUnknown(address)
  }
  return { blockNumber, transactionHash: creation?.hash ?? null }
}

/** The first block with code there: capstan's contracts never go away again. */
async function creationBlock(chain: Pick<Chain, 'rpc'>, address: string): Promise<number> {
  let last = await chain.rpc.ask(headNumber)
  let first = 0
  while (first < last) {
    const middle = Math.floor((first + last) / 2)
    // What a node has forgotten is earlier than what it can still show.
    const code = (await codeThen(chain, address, middle)) ?? NO_CODE
    if (code !== NO_CODE) last = middle
    else first = middle + 1
  }
  return last
}

/** Undefined from a node without an archive, which refuses old blocks. */
async function codeThen(
  { rpc }: Pick<Chain, 'rpc'>,
  address: string,
  blockNumber: number,
): Promise<string | undefined> {
  return rpc.ask(codeAt(address, blockNumber)).catch((error: unknown) => {
    if (isRpcError(error)) return undefined
    throw error
  })
}
