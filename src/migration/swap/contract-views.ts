import type { Interface, Result } from 'ethers'
import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { revertData } from '../../chain/decode/decode-revert.ts'
import { toQuantity } from '../../chain/rpc/quantity.ts'
import { resultOf } from '../../chain/transactions/fees.ts'
import { contractForeign } from './errors.ts'

/** A contract of the swap, to be asked for its views. */
export interface SwapContract {
  /** As the messages call it: `lock contract`. */
  readonly what: string
  readonly address: string
  readonly abi: Interface
}

export interface ViewCall {
  readonly view: string
  readonly args?: readonly unknown[]
}

/** Whether there is a contract at an address, as of a block. */
export async function hasCode(
  { rpc }: Pick<Chain, 'rpc'>,
  address: string,
  blockNumber: number,
): Promise<boolean> {
  const params = [address, toQuantity(blockNumber)]
  return (await rpc.request<string>('eth_getCode', params)) !== '0x'
}

/**
 * What views answer as of one block, in order.
 * @throws SWAP_CONTRACT_FOREIGN if the contract there is another, or none.
 */
export async function readViews(
  { rpc }: Pick<Chain, 'rpc'>,
  { what, address, abi }: SwapContract,
  calls: readonly ViewCall[],
  block: number | 'latest',
): Promise<Result[]> {
  const at = block === 'latest' ? block : toQuantity(block)
  const answers = await rpc.batch(
    calls.map(({ view, args = [] }) => ({
      method: 'eth_call',
      params: [{ to: address, data: abi.encodeFunctionData(view, args) }, at],
    })),
  )
  return calls.map(({ view }, index) => {
    const answer = answers[index]
    if (answer && 'error' in answer && isRpcError(answer.error) && revertData(answer.error)) {
      throw contractForeign(what, address)
    }
    try {
      return abi.decodeFunctionResult(view, resultOf<string>(answer))
    } catch (error) {
      if (isRpcError(error)) throw error
      throw contractForeign(what, address)
    }
  })
}
