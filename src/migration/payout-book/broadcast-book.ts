import type { Chain } from '../../chain/chain.ts'
import { isNetworkError } from '../../chain/chain-errors.ts'
import { mineLeftovers } from '../../chain/devnet/devnet-leftovers.ts'
import { nonceAt } from '../../chain/rpc/accounts.ts'
import { type BlockTag, headNumber } from '../../chain/rpc/blocks.ts'
import { servedChainId } from '../../chain/rpc/chain-id.ts'
import { askAll } from '../../chain/rpc/rpc.ts'
import { broadcastAll } from '../../chain/transactions/broadcast.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { PayoutLine } from './payout-book.ts'
import { payoutsPending, transferRefused } from './payout-book-errors.ts'

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 1_000
/** Common nodes keep at least this many transactions of one account waiting. */
const MIN_WINDOW = 64
/** Time without progress before pending transfers are rebroadcast: a pool may have dropped them. */
const REBROADCAST_MS = 5_000

export interface BroadcastOptions {
  readonly account: string
  /** Nonce after the last line to send. */
  readonly end: number
  /** Maximum of transfers broadcast and not mined. A node that keeps fewer gets fewer. */
  readonly window: number
  readonly confirmations: number
  /** Without any progress, in milliseconds. */
  readonly timeoutMs: number
  readonly clock: Clock
  readonly onProgress: (mined: number) => void
}

/**
 * Broadcasts the lines of a book in order, a window at a time, until all up to `end` are confirmed.
 * Any number of copies of this may run: the same bytes have one effect.
 * @throws PAYOUTS_PENDING after too long without progress, TRANSFER_REFUSED, CHAIN_ID_MISMATCH
 */
export async function broadcastBook(
  chain: Chain,
  lines: AsyncIterator<PayoutLine>,
  options: BroadcastOptions,
): Promise<void> {
  const { account, end, clock, onProgress, timeoutMs } = options
  let { window } = options
  let out: PayoutLine[] = []
  let { mined, pooled } = await progressOf(chain, account)
  let movedAt = clock.now()
  let broadcastAt = movedAt
  let pauseMs = FIRST_PAUSE_MS
  while (mined < end) {
    if (2 * out.length <= window) {
      const fresh = await take(lines, mined, window - out.length)
      out.push(...fresh)
      await broadcast(chain, fresh, clock)
    }
    if (clock.now() - Math.max(movedAt, broadcastAt) > REBROADCAST_MS) {
      broadcastAt = clock.now()
      await mineLeftovers(
        chain,
        out.map(({ nonce }) => ({ from: account, nonce })),
      )
      const again = [...out.slice(0, MIN_WINDOW), ...lost(out.slice(MIN_WINDOW))]
      await broadcast(chain, again.slice(0, window), clock)
    }

    const now = (await progressOf(chain, account).catch(noAnswer)) ?? { mined, pooled }
    pooled = now.pooled
    if (now.mined > mined) {
      mined = now.mined
      movedAt = clock.now()
      pauseMs = FIRST_PAUSE_MS
      out = out.filter(({ nonce }) => nonce >= mined)
      onProgress(Math.min(mined, end))
      const missing = lost(out)
      window = fittedWindow(window, out.length, missing.length, options.window)
      await broadcast(chain, missing.slice(0, window), clock)
      continue
    }
    if (clock.now() - movedAt > timeoutMs) throw payoutsPending(account, mined, end)
    await clock.sleep(pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  await confirmed(chain, options)

  /** Those that the node does not have, by what it said last. */
  function lost(offered: readonly PayoutLine[]): PayoutLine[] {
    return offered.filter(({ nonce }) => nonce >= pooled)
  }
}

/** Half of what is out for a node that does not keep so many, twice the window for one that does. */
function fittedWindow(window: number, out: number, missing: number, most: number): number {
  const wanted =
    missing > 0 ? Math.max(MIN_WINDOW, Math.floor(Math.min(window, out) / 2)) : 2 * window
  return Math.min(wanted, most)
}

/** The next `count` lines that are not yet mined. */
async function take(
  lines: AsyncIterator<PayoutLine>,
  mined: number,
  count: number,
): Promise<PayoutLine[]> {
  const taken: PayoutLine[] = []
  while (taken.length < count) {
    const { done, value } = await lines.next()
    if (done) break
    if (value.nonce >= mined) taken.push(value)
  }
  return taken
}

async function broadcast(chain: Chain, lines: readonly PayoutLine[], clock: Clock): Promise<void> {
  if (lines.length === 0) return
  const raws = lines.map(({ raw }) => raw)
  const receptions = await broadcastAll(chain, raws, clock)
  const refused = receptions.findIndex(({ kind }) => kind === 'rejected')
  const reception = receptions[refused]
  if (reception?.kind !== 'rejected') return
  throw transferRefused((lines[refused] as PayoutLine).index, reception.reason)
}

/** Waits until the last transfer is confirmed. @throws PAYOUTS_PENDING */
async function confirmed(
  chain: Chain,
  { account, end, confirmations, timeoutMs, clock }: BroadcastOptions,
): Promise<void> {
  const deadline = clock.now() + timeoutMs
  let pauseMs = FIRST_PAUSE_MS
  for (let settled = 0; settled < end; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    settled = (await settledNonce(chain, account, confirmations).catch(noAnswer)) ?? settled
    if (settled >= end) return
    if (clock.now() > deadline) throw payoutsPending(account, settled, end)
    await clock.sleep(pauseMs)
  }
}

/** Transfers are sent already: a node that does not answer counts as one without progress. */
function noAnswer(error: unknown): undefined {
  if (!isNetworkError(error)) throw error
}

async function settledNonce(chain: Chain, account: string, confirmations: number): Promise<number> {
  const head = await chain.rpc.ask(headNumber)
  const settled = Math.max(0, head - confirmations + 1)
  const [nonce] = await noncesOf(chain, account, settled)
  return nonce as number
}

interface Progress {
  /** Nonce of the first transfer that no block has. */
  readonly mined: number
  /** Nonce of the first one that the node's pool does not have either. */
  readonly pooled: number
}

async function progressOf(chain: Chain, account: string): Promise<Progress> {
  const [mined, pooled] = await noncesOf(chain, account, 'latest', 'pending')
  return { mined: mined as number, pooled: pooled as number }
}

/** @throws CHAIN_ID_MISMATCH: the nonce of another chain would look like progress. */
async function noncesOf(
  { rpc }: Chain,
  account: string,
  ...blocks: readonly BlockTag[]
): Promise<number[]> {
  const [, ...nonces] = await askAll(rpc, [
    servedChainId,
    ...blocks.map((block) => nonceAt(account, block)),
  ])
  return nonces
}
