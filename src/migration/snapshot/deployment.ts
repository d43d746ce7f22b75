import { isRpcError } from '../../chain/chain-errors.ts'
import { toQuantity } from '../../chain/rpc/quantity.ts'
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
  const hasCode = async (block: number) =>
    (await rpc.request<string>('eth_getCode', [token, toQuantity(block)])) !== '0x'
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

interface CreationBlock {
  readonly transactions: readonly {
    readonly hash: string
    readonly from: string
    readonly to: string | null
  }[]
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
  const found = await rpc.request<CreationBlock | null>('eth_getBlockByNumber', [
    toQuantity(block),
    true,
  ])
  for (const { hash, from, to } of found?.transactions ?? []) {
    if (to !== null) continue
    const receipt = await rpc.request<{ contractAddress: string | null } | null>(
      'eth_getTransactionReceipt',
      [hash],
    )
    if (receipt?.contractAddress?.toLowerCase() === token.toLowerCase()) return from.toLowerCase()
  }
  return undefined
}
