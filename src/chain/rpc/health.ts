import type { RpcCall } from './rpc.ts'

/** Whether a node is still catching up. */
export const syncing: RpcCall<boolean> = {
  method: 'eth_syncing',
  read: (result) => result !== false,
}
