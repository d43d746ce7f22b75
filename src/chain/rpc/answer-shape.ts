import { isQuantity } from './quantity.ts'
import type { RpcCall } from './rpc.ts'

const QUANTITY_METHODS = new Set([
  'eth_blockNumber',
  'eth_chainId',
  'eth_estimateGas',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getTransactionCount',
  'eth_maxPriorityFeePerGas',
])

/**
 * Can this be what was asked for? A broken gateway answers anything; a number that is none and a
 * newest block that is missing must count as no answer, not as a value. Methods that nothing
 * depends on so much pass.
 */
export function isAnswerTo({ method, params = [] }: RpcCall, result: unknown): boolean {
  if (QUANTITY_METHODS.has(method)) return isQuantity(result)
  if (method === 'eth_getBlockByNumber') {
    return isBlock(result) || (result === null && params[0] !== 'latest')
  }
  return true
}

function isBlock(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false
  const { number, hash, gasLimit } = result as Record<string, unknown>
  return isQuantity(number) && isQuantity(hash) && isQuantity(gasLimit)
}
