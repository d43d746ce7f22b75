import { isRpcError } from '../../chain/chain-errors.ts'
import { codeAt, NO_CODE } from '../../chain/rpc/accounts.ts'
import { transactionsAt } from '../../chain/rpc/blocks.ts'
import { createdBy } from '../../chain/rpc/receipts.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'

/**
 * The first block that has code at `token`, found by halving: about twenty questions. Undefined
 * when the node does not keep the state of old blocks.
 * @param until a block that has code there.
 */
export async function findDeploymentBlock(
  rpc: Rpc,
  token: string,
  until: number,
): Promise<number | undefined> {
  const hasCode = async (block: number) => (await rpc.ask(codeAt(token, block))) !== NO_CODE
  try {
    let without = -1
    let withCode = until
    while (withCode - without > 1) {
      const middle = Math.floor((without + withCode) / 2)
      if (await hasCode(middle)) withCode = middle
      else without = middle
    }
    return withCode
  } catch (error) {
    if (isRpcError(error)) return undefined
    throw error
  }
}

/**
 * Who sent the transaction that created `token` in `block`; undefined when a contract made it.
 * @returns 0x and 40 lower-case hex digits.
 */
export async function findCreator(
  rpc: Rpc,
  token: string,
  block: number,
): Promise<string | undefined> {
  for (const { hash, from, to } of (await rpc.ask(transactionsAt(block))) ?? []) {
    if (to !== null) continue
    const created = await rpc.ask(createdBy(hash))
    if (created?.toLowerCase() === token.toLowerCase()) return from
  }
  return undefined
}
