import type { Chain } from '../../chain/chain.ts'
import { blockAt, findBlock, headNumber } from '../../chain/rpc/blocks.ts'
import { assertChainId } from '../../chain/rpc/chain-id.ts'
import type { Rpc } from '../../chain/rpc/rpc.ts'
import { blockNotFinal, blockNotFound, snapshotReorged } from './snapshot-errors.ts'

/** A final block, by number and hash. */
export interface PinnedBlock {
  readonly number: number
  /** 0x and 64 lower-case hex digits. */
  readonly hash: string
  /** Unix time in seconds. */
  readonly time: number
}

/**
 * Finds the block a snapshot is taken at. A number is final when the network says so or when the
 * profile's confirmations follow it.
 * @throws BLOCK_NOT_FOUND, BLOCK_NOT_FINAL
 */
export async function pinBlock(chain: Chain, asked: number | 'finalized'): Promise<PinnedBlock> {
  const { rpc, network } = chain
  const head = await rpc.ask(headNumber)
  // The block of a transaction counts as its first confirmation.
  const deep = Math.max(0, head - Math.max(0, network.confirmations - 1))
  const final = network.finality === 'latest' ? head : (await findBlock(rpc, 'finalized'))?.number
  const number = asked === 'finalized' ? (final ?? deep) : asked
  if (number > head) throw blockNotFound(number, head)
  if (number > deep && number > (final ?? 0)) {
    throw blockNotFinal(number, head, network.confirmations)
  }
  const block = await pinned(rpc, number)
  if (!block) throw blockNotFound(number, head)
  return block
}

/**
 * Checks that a pinned block is still on the chain and that the chain is the same.
 * @throws SNAPSHOT_REORGED, CHAIN_ID_MISMATCH
 */
export async function assertPinned(chain: Chain, pinned: PinnedBlock, out: string): Promise<void> {
  await assertChainId(chain.rpc, chain.chainId)
  const now = await chain.rpc.ask(blockAt(pinned.number))
  if (now?.hash === pinned.hash) return
  throw snapshotReorged(pinned.number, pinned.hash, now?.hash ?? null, out)
}

async function pinned(rpc: Rpc, wanted: number): Promise<PinnedBlock | undefined> {
  const block = await rpc.ask(blockAt(wanted))
  return block
    ? { number: block.number, hash: block.hash, time: block.timestampSeconds }
    : undefined
}
