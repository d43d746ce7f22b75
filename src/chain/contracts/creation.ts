import type { Chain } from '../chain.ts'
import { isRpcError } from '../chain-errors.ts'
import { quantityToNumber, toQuantity } from '../rpc/quantity.ts'
import { creationUnknown } from './contract-errors.ts'

const NO_CODE = '0x'

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
  const { transactions } = await chain.rpc.request<{
    transactions: readonly { readonly hash: string; readonly input: string }[]
  }>('eth_getBlockByNumber', [toQuantity(blockNumber), true])
  const creation = transactions.find(({ input }) => input.includes(initCode.slice(2)))
  // Of a block that is later than the true one, what was paid in between would be overlooked.
  if (!creation && (await codeAt(chain, address, blockNumber - 1)) !== NO_CODE) {
    throw creationUnknown(address)
  }
  return { blockNumber, transactionHash: creation?.hash ?? null }
}

/** The first block with code there: capstan's contracts never go away again. */
async function creationBlock(chain: Pick<Chain, 'rpc'>, address: string): Promise<number> {
  let last = quantityToNumber(await chain.rpc.request<string>('eth_blockNumber'))
  let first = 0
  while (first < last) {
    const middle = Math.floor((first + last) / 2)
    // What a node has forgotten is earlier than what it can still show.
    const code = (await codeAt(chain, address, middle)) ?? NO_CODE
    if (code !== NO_CODE) last = middle
    else first = middle + 1
  }
  return last
}

/** Undefined from a node without an archive, which refuses old blocks. */
async function codeAt(
  { rpc }: Pick<Chain, 'rpc'>,
  address: string,
  blockNumber: number,
): Promise<string | undefined> {
  const params = [address, toQuantity(blockNumber)]
  return rpc.request<string>('eth_getCode', params).catch((error: unknown) => {
    if (isRpcError(error)) return undefined
    throw error
  })
}
