import type { Chain } from '../../chain/chain.ts'
import { type Block, findBlock } from '../../chain/rpc/blocks.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import type { SwapSide } from '../swap.ts'
import { nodesDisagree, reorgWhileReading } from '../swap-errors.ts'

/**
 * What all endpoints of a side say alike.
 * @throws SWAP_NODES_DISAGREE
 */
export async function agreed<T extends object>(
  { witnesses }: SwapSide,
  what: string,
  read: (witness: Chain) => Promise<T>,
): Promise<T> {
  const answers = await Promise.all(witnesses.map(read))
  const texts = answers.map((answer) => canonicalJson(answer))
  const odd = texts.findIndex((text) => text !== texts[0])
  if (odd === -1) return answers[0] as T
  throw nodesDisagree([witnesses[0] as Chain, witnesses[odd] as Chain], what, [
    texts[0] as string,
    texts[odd] as string,
  ])
}

/**
 * That a block which was read from still stands, at every endpoint.
 * @throws SWAP_REORGANISED
 */
export async function assertStands({ witnesses }: SwapSide, { number, hash }: Block) {
  for (const witness of witnesses) {
    const block = await findBlock(witness.rpc, number)
    if (block?.hash !== hash) throw reorgWhileReading(witness, number)
  }
}
