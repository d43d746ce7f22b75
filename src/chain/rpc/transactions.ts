import { membersOf, orNull, readHash } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** A transaction as nodes return it (Ethereum execution API), with quantities as they write them. */
export interface NodeTransaction {
  readonly type?: string
  readonly chainId?: string
  readonly nonce: string
  readonly to: string | null
  readonly input: string
  readonly value: string
  readonly gas: string
  readonly gasPrice?: string
  readonly maxFeePerGas?: string
  readonly maxPriorityFeePerGas?: string
  readonly accessList?: { address: string; storageKeys: string[] }[]
  readonly r: string
  readonly s: string
  readonly v: string
  readonly yParity?: string
}

/**
 * A transaction of a block or the memory pool; null if the node knows none with this hash. Its fields
 * are proved only by hashing to it.
 */
export function transactionOf(hash: string): RpcCall<NodeTransaction | null> {
  return {
    method: 'eth_getTransactionByHash',
    params: [hash],
    read: orNull((result) =>
      readHash(membersOf(result).hash) === undefined ? undefined : (result as NodeTransaction),
    ),
  }
}

/** Broadcasts a signed transaction, whose hash is already known. */
export function sendRaw(raw: string): RpcCall {
  return { method: 'eth_sendRawTransaction', params: [raw] }
}
