import { readAmount } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** Wei for a unit of gas. */
export const gasPrice: RpcCall<bigint> = { method: 'eth_gasPrice', read: readAmount }

/** The tip a node suggests, wei for a unit of gas; not every node knows one. */
export const suggestedTip: RpcCall<bigint> = {
  method: 'eth_maxPriorityFeePerGas',
  read: readAmount,
}
