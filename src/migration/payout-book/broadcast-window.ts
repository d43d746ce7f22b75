import type { Chain } from '../../chain/chain.ts'
import { minesOnArrival } from '../../chain/devnet/devnet-leftovers.ts'
import { TRANSFER_GAS } from './payout-book.ts'

/** Two blocks' worth: while one is made of it, the next one is at hand. */
const BLOCKS_AHEAD = 2
/** A node of Ethereum keeps some 5,000 transactions waiting, of all accounts together. */
const MOST_WAITING = 4_096

/** How many transfers to have offered and not mined, so that every block is full of them. */
export async function broadcastWindow(chain: Chain): Promise<number> {
  const block = await chain.rpc.request<{ gasLimit: string }>('eth_getBlockByNumber', [
    'latest',
    false,
  ])
  const inBlock = Number(BigInt(block.gasLimit) / TRANSFER_GAS)
  // A devnet makes one block of all that it can. With half of one the base fee does not rise.
  const wanted = (await minesOnArrival(chain)) ? inBlock / 2 : BLOCKS_AHEAD * inBlock
  return Math.max(1, Math.min(Math.floor(wanted), MOST_WAITING))
}
