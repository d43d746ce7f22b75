import type { Chain } from '../../chain/chain.ts'
import { minesOnArrival } from '../../chain/devnet/devnet-leftovers.ts'
import { newestBlock } from '../../chain/rpc/blocks.ts'
import { TRANSFER_GAS } from './payout-book.ts'

/** Two blocks' worth: while one of them is made, the next one is at hand. */
const BLOCKS_AHEAD = 2
/** A common node keeps some 5,000 transactions waiting, of all accounts together. */
const MAX_WAITING = 4_096
/** To anvil a receipt costs the more, the more transactions are in its block. */
const MAX_IN_DEVNET_BLOCK = 2_048

/** How many transfers to have offered and not mined, so that blocks are full of them. */
export async function broadcastWindow(chain: Chain): Promise<number> {
  const { gasLimit } = await chain.rpc.ask(newestBlock)
  const inBlock = Number(gasLimit / TRANSFER_GAS)
  // All that is offered goes into one block: with half of what fits the base fee does not rise.
  if (await minesOnArrival(chain)) return atLeastOne(Math.min(inBlock / 2, MAX_IN_DEVNET_BLOCK))
  return atLeastOne(Math.min(inBlock * BLOCKS_AHEAD, MAX_WAITING))
}

function atLeastOne(transfers: number): number {
  return Math.max(1, Math.floor(transfers))
}
