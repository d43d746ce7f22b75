import { type BlockTag, blockParam } from './blocks.ts'
import { readAmount, readBytes, readCount } from './read-result.ts'
import type { RpcCall } from './rpc.ts'

/** The code of an address without a contract. */
export const NO_CODE = '0x'

/** Runtime code as `0x` hex. */
export function codeAt(address: string, at: BlockTag): RpcCall<string> {
  return { method: 'eth_getCode', params: [address, blockParam(at)], read: readBytes }
}

/** Native coin, in wei. */
export function balanceAt(address: string, at: BlockTag): RpcCall<bigint> {
  return { method: 'eth_getBalance', params: [address, blockParam(at)], read: readAmount }
}

/** How many transactions an account has sent: its next nonce. */
export function nonceAt(address: string, at: BlockTag): RpcCall<number> {
  return { method: 'eth_getTransactionCount', params: [address, blockParam(at)], read: readCount }
}

/** A word of a contract's storage. Some nodes omit its leading zeros. */
export function storageAt(address: string, slot: string, at: BlockTag): RpcCall<bigint> {
  return { method: 'eth_getStorageAt', params: [address, slot, blockParam(at)], read: readAmount }
}
