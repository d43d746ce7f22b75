import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { assertChainId } from '../../chain/rpc/chain-id.ts'
import { quantityToNumber, toQuantity } from '../../chain/rpc/quantity.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import { blockNotFinal, blockNotFound, snapshotReorged } from './snapshot-errors.ts'

/** A block that will not change any more, by number and hash. */
export interface PinnedBlock {
  readonly number: number
  /** 0x and 64 lower-case hex digits. */
  readonly hash: string
  /** Unix time in seconds. */
  readonly time: number
}

interface BlockHeader {
  readonly number: string
  readonly hash: string
  readonly timestamp: string
}

/**
 * Finds the block a snapshot is taken at. A number is final when the network says so or when the
 * profile's confirmations follow it.
 * @throws BLOCK_NOT_FOUND, BLOCK_NOT_FINAL
 */
export async function pinBlock(chain: Chain, asked: number | 'finalized'): Promise<PinnedBlock> {
  const { rpc, network } = chain
  const head = quantityToNumber(await rpc.request<string>('eth_blockNumber'))
  // The block of a transaction counts as its first confirmation.
  const deep = Math.max(0, head - Math.max(0, network.confirmations - 1))
  const final = network.finality === 'latest' ? head : await finalizedNumber(rpc)
  const number = asked === 'finalized' ? (final ?? deep) : asked
  if (number > head) throw blockNotFound(number, head)
  if (number > deep && number > (final ?? 0)) {
    throw blockNotFinal(number, head, network.confirmations)
  }
  const block = await blockAt(rpc, number)
  if (!block) throw blockNotFound(number, head)
  return block
}

/**
 * Proves that a pinned block still stands and that the chain is still the same one.
 * @throws SNAPSHOT_REORGED, CHAIN_ID_MISMATCH
 */
export async function assertPinned(chain: Chain, pinned: PinnedBlock, out: string): Promise<void> {
  await assertChainId(chain.rpc, chain.chainId)
  const now = await blockAt(chain.rpc, pinned.number)
  if (now?.hash === pinned.hash) return
  throw snapshotReorged(pinned.number, pinned.hash, now?.hash ?? null, out)
}

async function blockAt(rpc: Rpc, number: number): Promise<PinnedBlock | undefined> {
  const header = await rpc.request<BlockHeader | null>('eth_getBlockByNumber', [
    toQuantity(number),
    false,
  ])
  if (!header) return undefined
  return {
    number: quantityToNumber(header.number),
    hash: header.hash.toLowerCase(),
    time: quantityToNumber(header.timestamp),
  }
}

/** Undefined where the node does not know the tag. */
async function finalizedNumber(rpc: Rpc): Promise<number | undefined> {
  try {
    const header = await rpc.request<BlockHeader | null>('eth_getBlockByNumber', [
      'finalized',
      false,
    ])
    return header ? quantityToNumber(header.number) : undefined
  } catch (error) {
    if (isRpcError(error)) return undefined
    throw error
  }
}
