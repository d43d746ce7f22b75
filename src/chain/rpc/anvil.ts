// Requests for the node of a devnet only: it makes blocks, time and coin on request.

import type { CallMessage } from './calls.ts'
import { membersOf, readCount, readFlag, readHash, whole } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** Does it mine a block for each transaction that arrives? */
export const automine: RpcCall<boolean> = { method: 'anvil_getAutomine', read: readFlag }

export const mineBlock: RpcCall = { method: 'evm_mine' }

export function mineBlocks(count: number): RpcCall {
  return { method: 'anvil_mine', params: [BigInt(count)] }
}

export function increaseTime(seconds: number): RpcCall {
  return { method: 'evm_increaseTime', params: [seconds] }
}

export function setBalance(address: string, wei: bigint): RpcCall {
  return { method: 'anvil_setBalance', params: [address, wei] }
}

/** From now on the node sends for an account without its key. */
export function impersonate(account: string): RpcCall {
  return { method: 'anvil_impersonateAccount', params: [account] }
}

export function stopImpersonating(account: string): RpcCall {
  return { method: 'anvil_stopImpersonatingAccount', params: [account] }
}

/** Sends from an account that the node signs for or impersonates; gives the hash, 0x-lower. */
export function sendFromNode(message: CallMessage): RpcCall<string> {
  return { method: 'eth_sendTransaction', params: [message], read: readHash }
}

/** How many transactions of the memory pool can be mined, and how many wait for another. */
export const poolStatus: RpcCall<{ readonly pending: number; readonly queued: number }> = {
  method: 'txpool_status',
  read: (result) => {
    const { pending, queued } = membersOf(result)
    return whole({ pending: readCount(pending), queued: readCount(queued) })
  },
}

/** Removes the transactions of an account from the memory pool. */
export function dropFromPool(from: string): RpcCall {
  return { method: 'anvil_removePoolTransactions', params: [from] }
}
