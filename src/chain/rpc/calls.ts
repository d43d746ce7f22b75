import { type BlockTag, blockParam } from './blocks.ts'
import { readAmount, readBytes } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** A message to a contract, or creation code without `to`. */
export interface CallMessage {
  readonly from?: string
  readonly to?: string
  /** `0x` hex. */
  readonly data?: string
  /** Wei. */
  readonly value?: bigint
  readonly gas?: bigint
}

/** The return data of a message, `0x` hex; RPC_ERROR with the bytes of the revert if it fails. */
export function callAt(message: CallMessage, at: BlockTag): RpcCall<string> {
  return { method: 'eth_call', params: [message, blockParam(at)], read: readBytes }
}

/** Gas that a message uses now. */
export function gasEstimate(message: CallMessage): RpcCall<bigint> {
  return { method: 'eth_estimateGas', params: [message], read: readAmount }
}
