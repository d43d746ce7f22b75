import type { Chain } from '../../chain/chain.ts'
import { type Block, findBlock } from '../../chain/rpc/blocks.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import type { SwapSide } from '../swap.ts'
import { nodesDisagree, reorgWhileReading } from '../swap-errors.ts'

/**
 * The answer that all endpoints of a side give alike.
 * @throws SWAP_NODES_DISAGREE
 */
export async function crossChecked<T extends object>(
  { endpoints }: SwapSide,
  what: string,
  read: (endpoint: Chain) => Promise<T>,
): Promise<T> {
  const answers = await Promise.all(endpoints.map(read))
  const texts = answers.map((answer) => canonicalJson(answer))
  const odd = texts.findIndex((text) => text !== texts[0])
  if (odd === -1) return answers[0] as T
  throw nodesDisagree([endpoints[0] as Chain, endpoints[odd] as Chain], what, [
    texts[0] as string,
    texts[odd] as string,
  ])
}

/**
 * Checks that a block that was read from is still on the chain, at every endpoint.
 * @throws SWAP_REORGANISED
 */
export async function assertOnChain({ endpoints }: SwapSide, { number, hash }: Block) {
  for (const endpoint of endpoints) {
    const block = await findBlock(endpoint.rpc, number)
    if (block?.hash !== hash) throw reorgWhileReading(endpoint, number)
  }
}
