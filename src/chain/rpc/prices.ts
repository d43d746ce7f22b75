import { readAmount } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** Wei per unit of gas. */
export const gasPrice: RpcCall<bigint> = { method: 'eth_gasPrice', read: readAmount }

/** The tip that a node suggests, wei per unit of gas; not every node has one. */
export const suggestedTip: RpcCall<bigint> = {
  method: 'eth_maxPriorityFeePerGas',
  read: readAmount,
}
