import type { Chain } from '../chain.ts'
import { isRpcError } from '../errors.ts'
import { quantityToNumber, toQuantity } from '../rpc/quantity.ts'
import { creationUnknown } from './contract-errors.ts'

/** The transaction that made a contract. */
export interface Creation {
  readonly blockNumber: number
  readonly transactionHash: string
}

/**
 * Finds the transaction that put a contract there, which carried its creation code: within a
 * multisig's signed calls, perhaps.
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
  if (!creation) throw creationUnknown(address)
  return { blockNumber, transactionHash: creation.hash }
}

/** The first block with code there: capstan's contracts never go away again. */
async function creationBlock({ rpc }: Pick<Chain, 'rpc'>, address: string): Promise<number> {
  let last = quantityToNumber(await rpc.request<string>('eth_blockNumber'))
  let first = 0
  while (first < last) {
    const middle = Math.floor((first + last) / 2)
    if (await hasCode({ rpc }, address, toQuantity(middle))) last = middle
    else first = middle + 1
  }
  return last
}

/** A node without an archive refuses old blocks: what it can still show is later than those. */
async function hasCode(
  { rpc }: Pick<Chain, 'rpc'>,
  address: string,
  block: string,
): Promise<boolean> {
  const code = await rpc
    .request<string>('eth_getCode', [address, block])
    .catch((error: unknown) => {
      if (isRpcError(error)) return '0x'
      throw error
    })
  return code !== '0x'
}
