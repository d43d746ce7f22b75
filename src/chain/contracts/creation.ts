import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { codeAt, NO_CODE } from '../rpc/accounts.ts'
import { headNumber, transactionsAt } from '../rpc/blocks.ts'
import { creationUnknown } from './contract-errors.ts'

/** When a contract was created. */
export interface Creation {
  readonly blockNumber: number
  /** Null where another contract created it from code that it already held. */
  readonly transactionHash: string | null
}

/**
 * Finds the first block with a contract, and the transaction that carried its creation code, perhaps
 * within the signed calls of a multisig.
 * @param initCode `0x` hex, arguments included.
 * @throws CONTRACT_CREATION_UNKNOWN if the node no longer has the state of that time
 */
export async function findCreation(
  chain: Pick<Chain, 'rpc'>,
  address: string,
  initCode: string,
): Promise<Creation> {
  const blockNumber = await creationBlock(chain, address)
  const transactions = await chain.rpc.ask(transactionsAt(blockNumber))
  const creation = transactions?.find(({ input }) => input.includes(initCode.slice(2)))
  // With a later block than the true one, payments in between would be overlooked.
  if (!creation && (await codeThen(chain, address, blockNumber - 1)) !== NO_CODE) {
    throw creationUnknown(address)
  }
  return { blockNumber, transactionHash: creation?.hash ?? null }
}

/** The first block with code there: capstan's contracts never self-destruct. */
async function creationBlock(chain: Pick<Chain, 'rpc'>, address: string): Promise<number> {
  let last = await chain.rpc.ask(headNumber)
  let first = 0
  while (first < last) {
    const middle = Math.floor((first + last) / 2)
    // The blocks that a node has forgotten are earlier than those it can still show.
    const code = (await codeThen(chain, address, middle)) ?? NO_CODE
    if (code !== NO_CODE) last = middle
    else first = middle + 1
  }
  return last
}

/** Undefined if the node has no archive and refuses old blocks. */
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
