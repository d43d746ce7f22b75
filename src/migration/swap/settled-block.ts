import type { Chain } from '../../chain/chain.ts'
import { badResponse, isRpcError } from '../../chain/chain-errors.ts'
import { quantityToNumber, toQuantity } from '../../chain/rpc/quantity.ts'
import type { SwapPlace } from '../campaign/campaign.ts'
import { nodesDisagree } from './errors.ts'

/** A block by number and hash, and its time by the clock of its chain. */
export interface BlockPoint {
  readonly number: number
  /** 0x and 64 lower-case hex digits. */
  readonly hash: string
  readonly timeSeconds: number
}

/** One side of the swap: the chain to act on, and each endpoint alone as a witness. */
export interface SwapSide {
  readonly chain: Chain
  /** One for each endpoint; all must say the same. */
  readonly witnesses: readonly Chain[]
  readonly place: SwapPlace
}

/** Newest block, and newest one that counts as settled. */
export interface SideBlocks {
  readonly head: BlockPoint
  readonly settled: BlockPoint
}

/**
 * The newest block that every witness holds to be settled, and that is the same at all of them.
 * Undefined while the chain is shorter than the confirmations that are asked for.
 * @throws SWAP_NODES_DISAGREE
 */
export async function settledBlocks(side: SwapSide): Promise<SideBlocks | undefined> {
  const all = await Promise.all(side.witnesses.map((witness) => blocksOf(witness, side.place)))
  const known = all.filter((blocks) => blocks !== undefined)
  if (known.length < all.length) return undefined
  const lowest = Math.min(...known.map(({ settled }) => settled.number))
  const points = await Promise.all(side.witnesses.map((witness) => blockAt(witness, lowest)))
  const [first] = points
  if (!first) return undefined
  for (const [index, point] of points.entries()) {
    if (point?.hash === first.hash) continue
    throw nodesDisagree(
      [side.witnesses[0] as Chain, side.witnesses[index] as Chain],
      `the hash of block ${lowest}`,
      [first.hash, point?.hash ?? 'none'],
    )
  }
  const heads = known.map(({ head }) => head).sort((a, b) => a.number - b.number)
  return { head: heads[0] as BlockPoint, settled: first }
}

export async function newestBlock(chain: Chain): Promise<BlockPoint> {
  const head = await blockTagged(chain, 'latest')
  if (head) return head
  throw badResponse(chain.rpc.urls.join(', '), 'eth_getBlockByNumber', 'no newest block')
}

/** The block with this number, if there is one. */
export function blockAt(chain: Chain, number: number): Promise<BlockPoint | undefined> {
  return blockTagged(chain, toQuantity(number))
}

async function blocksOf(chain: Chain, place: SwapPlace): Promise<SideBlocks | undefined> {
  const head = await newestBlock(chain)
  const confirmations = place.confirmations ?? chain.network.confirmations
  const settled =
    confirmations === 'finalized'
      ? await blockTagged(chain, 'finalized')
      : await settledAt(chain, head.number - confirmations + 1)
  return settled && { head, settled }
}

async function blockTagged(chain: Chain, tag: string): Promise<BlockPoint | undefined> {
  const block = await chain.rpc
    .request<{ number: string; hash: string; timestamp: string } | null>('eth_getBlockByNumber', [
      tag,
      false,
    ])
    .catch((error: unknown) => {
      // Some nodes refuse what they do not have instead of answering null.
      if (isRpcError(error) && tag !== 'latest') return null
      throw error
    })
  if (block === null) return undefined
  return {
    number: quantityToNumber(block.number),
    hash: block.hash.toLowerCase(),
    timeSeconds: quantityToNumber(block.timestamp),
  }
}

/** A chain that is shorter than what is asked for has nothing settled yet. */
async function settledAt(chain: Chain, number: number): Promise<BlockPoint | undefined> {
  return number < 0 ? undefined : blockAt(chain, number)
}
