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
/** Time without progress before pending transfers are rebroadcast: a pool may have dropped them. */
const REBROADCAST_MS = 5_000

export interface BroadcastOptions {
  readonly account: string
  /** Nonce after the last line to send. */
  readonly end: number
  /** Maximum of transfers broadcast and not mined; nodes keep a limited number per account. */
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
  const { account, end, window, clock, onProgress, timeoutMs } = options
  let out: PayoutLine[] = []
  let mined = await nonceOf(chain, account, 'latest')
  let movedAt = clock.now()
  let broadcastAt = movedAt
  let pauseMs = FIRST_PAUSE_MS
  while (mined < end) {
    const fresh = await take(lines, window - out.length)
    out.push(...fresh)
    const isStuck = clock.now() - Math.max(movedAt, broadcastAt) > REBROADCAST_MS
    if (isStuck) {
      broadcastAt = clock.now()
      await mineLeftovers(
        chain,
        out.map(({ nonce }) => ({ from: account, nonce })),
      )
    }
    await broadcast(chain, isStuck ? out : fresh, clock)

    const now = (await nonceOf(chain, account, 'latest').catch(noAnswer)) ?? mined
    if (now > mined) {
      mined = now
      movedAt = clock.now()
      pauseMs = FIRST_PAUSE_MS
      out = out.filter(({ nonce }) => nonce >= now)
      onProgress(Math.min(mined, end))
      continue
    }
    if (clock.now() - movedAt > timeoutMs) throw payoutsPending(account, mined, end)
    await clock.sleep(pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  await confirmed(chain, options)
}

async function take(lines: AsyncIterator<PayoutLine>, count: number): Promise<PayoutLine[]> {
  const taken: PayoutLine[] = []
  while (taken.length < count) {
    const { done, value } = await lines.next()
    if (done) break
    taken.push(value)
  }
  return taken
}

async function broadcast(
  { rpc }: Chain,
  lines: readonly PayoutLine[],
  clock: Clock,
): Promise<void> {
  if (lines.length === 0) return
  const raws = lines.map(({ raw }) => raw)
  const receptions = await broadcastAll(rpc, raws, clock)
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
  return nonceOf(chain, account, Math.max(0, head - confirmations + 1))
}

/** @throws CHAIN_ID_MISMATCH: the nonce of another chain would look like progress. */
async function nonceOf({ rpc }: Chain, account: string, at: BlockTag): Promise<number> {
  const [, nonce] = await askAll(rpc, [servedChainId, nonceAt(account, at)])
  return nonce
}
