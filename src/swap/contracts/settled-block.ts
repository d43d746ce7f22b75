import type { Chain } from '../../chain/chain.ts'
import { type Block, findBlock, newestBlock } from '../../chain/rpc/blocks.ts'
import type { SwapPlace, SwapSide } from '../swap.ts'
import { nodesDisagree } from '../swap-errors.ts'

/** Newest block, and newest settled block. */
export interface SideBlocks {
  readonly head: Block
  readonly settled: Block
}

/**
 * The newest block that is settled at every endpoint and the same at all of them.
 * Undefined while the chain is shorter than the confirmations.
 * @throws SWAP_NODES_DISAGREE
 */
export async function settledBlocks(side: SwapSide): Promise<SideBlocks | undefined> {
  const all = await Promise.all(side.endpoints.map((endpoint) => blocksOf(endpoint, side.place)))
  const known = all.filter((blocks) => blocks !== undefined)
  if (known.length < all.length) return undefined
  const lowest = Math.min(...known.map(({ settled }) => settled.number))
  const points = await Promise.all(
    side.endpoints.map((endpoint) => findBlock(endpoint.rpc, lowest)),
  )
  const [first] = points
  if (!first) return undefined
  for (const [index, point] of points.entries()) {
    if (point?.hash === first.hash) continue
    throw nodesDisagree(
      [side.endpoints[0] as Chain, side.endpoints[index] as Chain],
      `the hash of block ${lowest}`,
      [first.hash, point?.hash ?? 'none'],
    )
  }
  const heads = known.map(({ head }) => head).sort((a, b) => a.number - b.number)
  return { head: heads[0] as Block, settled: first }
}

async function blocksOf(chain: Chain, place: SwapPlace): Promise<SideBlocks | undefined> {
  const head = await chain.rpc.ask(newestBlock)
  const confirmations = place.confirmations ?? chain.network.confirmations
  const settled =
    confirmations === 'finalized'
      ? await findBlock(chain.rpc, 'finalized')
      : await settledAt(chain, head.number - confirmations + 1)
  return settled === null ? undefined : { head, settled }
}

/** Null while the chain is shorter than the confirmations. */
async function settledAt({ rpc }: Chain, number: number): Promise<Block | null> {
  return number < 0 ? null : findBlock(rpc, number)
}
