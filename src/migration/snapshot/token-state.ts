import { isRpcError } from '../../chain/chain-errors.ts'
import { codeAt, NO_CODE } from '../../chain/rpc/accounts.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import { archiveStateMissing, tokenNotAContract } from './snapshot-errors.ts'

/** Whether the node can answer for the state of a block. @throws TOKEN_NOT_A_CONTRACT */
export async function hasState(rpc: Rpc, token: string, block: number): Promise<boolean> {
  try {
    await assertContract(rpc, token, block)
    return true
  } catch (error) {
    if (isRpcError(error)) return false
    throw error
  }
}

/** @throws TOKEN_NOT_A_CONTRACT, ARCHIVE_STATE_MISSING */
export async function assertState(rpc: Rpc, token: string, block: number): Promise<void> {
  try {
    await assertContract(rpc, token, block)
  } catch (error) {
    throw isRpcError(error) ? archiveStateMissing(block, error) : error
  }
}

/** @throws TOKEN_NOT_A_CONTRACT, RPC_ERROR if the node has no state there */
async function assertContract(rpc: Rpc, token: string, block: number): Promise<void> {
  const code = await rpc.ask(codeAt(token, block))
  if (code === NO_CODE) throw tokenNotAContract(token, block)
}
