import { membersOf, orNull, readHash } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** A transaction as nodes give it (Ethereum execution API); quantities as they write them. */
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
 * A transaction, of a block or of the memory pool; null where the node knows none with this hash.
 * Its fields prove themselves by hashing to it, and only so.
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

/** Offers a signed transaction; its hash is what we know already. */
export function sendRaw(raw: string): RpcCall {
  return { method: 'eth_sendRawTransaction', params: [raw] }
}
