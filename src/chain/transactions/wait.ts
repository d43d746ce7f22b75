import type { Clock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import { isChainIdMismatch, isNetworkError, isRpcError } from '../chain-errors.ts'
import { mineLeftovers } from '../devnet/devnet-leftovers.ts'
import type { Fact, Journal } from '../journal/journal.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { type Deadline, deadlineOf } from '../replacement/deadline.ts'
import type { RequestOptions } from '../rpc/rpc.ts'
import { isUnderpriced } from './broadcast.ts'
import { type Whereabouts, whereabouts } from './inquiry.ts'
import { rebroadcast } from './rebroadcast.ts'
import { inclusion, receiptsOf, unmined } from './receipt.ts'
import { transactionPending } from './transaction-errors.ts'
import { Watched } from './watched.ts'

const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 1_000
/** Polls without a receipt before the node is asked whether it still knows the transaction. */
const MISSES_BEFORE_INQUIRY = 4
/** Rounds without news before another endpoint is asked. */
const IDLE_ROUNDS_BEFORE_ROTATION = 4
/** A round is short so that the deadline is kept; what it misses, the next one finds. */
const ROUND_TIMEOUT_MS = { min: 1_000, max: 10_000 } as const

export interface WatchOptions {
  readonly chain: Chain
  readonly journal: Journal
  readonly clock: Clock
  readonly confirmations: number
  /** From `watch` on, in milliseconds; with a deadline, from the deadline on for mined transactions. */
  readonly timeoutMs: number
  /** Until a transaction is mined, instead of the timeout. */
  readonly deadline?: Deadline
  /** Called each round with the rows that are not mined; returns the rows it changed. */
  readonly tend?: (waiting: readonly JournalRow[]) => Promise<readonly JournalRow[]>
}

/**
 * Watches transactions to their end, all in one request per round: receipts of every attempt,
 * confirmations, blocks that are reorged out, memory pools that forget, nonces that others used. Every
 * fact goes into the journal.
 */
export class Watcher {
  readonly #options: WatchOptions
  readonly #watched = new Map<number, Watched>()
  #pauseMs = FIRST_PAUSE_MS
  #running = false
  #closed = false
  #idleRounds = 0
  /** Why the latest round failed. */
  #trouble: string | undefined

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /**
   * Resolves with the closed row: final, reverted, replaced or dropped. `accepted` says that the
   * node has it, which is recorded if there is no receipt yet.
   * @throws TX_PENDING when the time is up
   */
  watch(row: JournalRow, { accepted = false } = {}): Promise<JournalRow> {
    if (!isOpen(row)) return Promise.resolve(row)
    const known = this.#watched.get(row.id)
    if (known) return known.closing
    const watched = new Watched(row, { accepted, since: this.#options.clock.now() })
    if (this.#closed) return watched.closing
    this.#watched.set(row.id, watched)
    this.#pauseMs = FIRST_PAUSE_MS
    if (!this.#running) void this.#run()
    return watched.closing
  }

  /** Stops watching. The rows stay open in the journal, and their promises pending. */
  close(): void {
    this.#closed = true
    this.#watched.clear()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#watched.size > 0) {
      try {
        await this.#round([...this.#watched.values()])
        this.#trouble = undefined
      } catch (error) {
        this.#endure(error)
      }
      if (++this.#idleRounds % IDLE_ROUNDS_BEFORE_ROTATION === 0) this.#options.chain.rpc.rotate()
      this.#expire()
      if (this.#watched.size > 0) await this.#options.clock.sleep(this.#pauseMs)
      this.#pauseMs = Math.min(this.#pauseMs * 1.3, LONGEST_PAUSE_MS)
    }
    this.#running = false
  }

  /** A failing node decides nothing; the deadline limits how long it is tried. */
  #endure(error: unknown): void {
    if (isNetworkError(error) || isRpcError(error)) {
      this.#trouble = error.message
    } else if (isChainIdMismatch(error)) {
      // They were broadcast on the right chain: an endpoint of another chain does not make them fail.
      for (const watched of [...this.#watched.values()]) this.#fail(watched, error.message)
    } else this.#failAll(error)
  }

  async #round(all: readonly Watched[]): Promise<void> {
    const { chain, confirmations } = this.#options
    const rows = all.map(({ row }) => row)
    const { height, receipts } = await receiptsOf(chain, rows, this.#limits())
    const facts: Fact[] = []
    const missing: Watched[] = []
    for (const watched of all) {
      const { row, accepted } = watched
      const receipt = receipts.get(row.id)
      if (receipt) facts.push(...inclusion(row, receipt, height - confirmations + 1))
      else if (row.state === 'mined') {
        // A node below that height says nothing about the block.
        if (height >= (row.blockNumber ?? 0)) facts.push(unmined(row))
      } else {
        if (accepted && row.state === 'signed') facts.push({ event: 'broadcast', id: row.id })
        if (++watched.misses % MISSES_BEFORE_INQUIRY === 0) missing.push(watched)
      }
    }
    await this.#record(facts)
    if (missing.length > 0) await this.#inquire(missing, height)
    await this.#tend()
  }

  /** Is it in a memory pool, forgotten, or overtaken by another transaction with its nonce? */
  async #inquire(missing: readonly Watched[], height: number): Promise<void> {
    const { chain, journal, confirmations } = this.#options
    const rows = missing.map(({ row }) => row)
    const settled = Math.max(0, height - confirmations + 1)
    const places = await whereabouts(chain, rows, settled, this.#limits())
    // An attempt is journalled before it can be mined: so the journal, read after the chain, has every
    // attempt that may have used the nonce.
    const now = new Map((await journal.rows(rows.map(({ id }) => id))).map((row) => [row.id, row]))
    const forgotten: Watched[] = []
    const facts: Fact[] = []
    for (const [index, watched] of missing.entries()) {
      const place = places[index] as Whereabouts
      if (this.#adopt(now.get(watched.row.id) ?? watched.row)) continue
      if (place.kind === 'hidden') watched.obstacle = place.obstacle
      if (place.kind === 'forgotten') forgotten.push(watched)
      if (place.kind === 'replaced') facts.push({ event: 'replaced', id: watched.row.id })
    }
    const waiting = rows.filter((_, index) => places[index]?.kind === 'waiting')
    if (waiting.length > 0) await mineLeftovers(chain, waiting)
    await this.#record(facts)
    await this.#rebroadcast(forgotten)
  }

  /** The same bytes again: whoever else has them, they take effect only once. */
  async #rebroadcast(forgotten: readonly Watched[]): Promise<void> {
    if (forgotten.length === 0) return
    const { chain, clock } = this.#options
    const rows = forgotten.map(({ row }) => row)
    const receptions = await rebroadcast(chain, rows, clock)
    const facts: Fact[] = []
    for (const [index, watched] of forgotten.entries()) {
      const reception = receptions[index]
      if (reception?.kind === 'accepted') facts.push({ event: 'broadcast', id: watched.row.id })
      else if (reception) watched.obstacle = `the node says: ${reception.reason}`
      // It may have been broadcast before: only a rejection for its price may change with time.
      if (reception?.kind === 'rejected' && !isUnderpriced(reception.reason)) {
        this.#fail(watched, reception.reason)
      }
    }
    await this.#record(facts)
  }

  async #tend(): Promise<void> {
    const { tend } = this.#options
    if (!tend) return
    const rows = [...this.#watched.values()].map(({ row }) => row)
    const waiting = rows.filter(({ state }) => state !== 'mined')
    if (waiting.length === 0) return
    for (const row of await tend(waiting)) this.#adopt(row)
  }

  async #record(facts: readonly Fact[]): Promise<void> {
    if (facts.length === 0) return
    this.#idleRounds = 0
    for (const row of await this.#options.journal.record(facts)) this.#adopt(row)
  }

  /** True if the row is news, see `Watched.adopt`. */
  #adopt(row: JournalRow): boolean {
    const isNews = this.#watched.get(row.id)?.adopt(row) ?? false
    if (!isOpen(row)) this.#watched.delete(row.id)
    return isNews
  }

  #expire(): void {
    const now = this.#options.clock.now()
    for (const watched of this.#watched.values()) {
      const end = this.#endOf(watched)
      if (now < end) continue
      const seconds = (end - watched.since) / 1000
      const obstacle = this.#trouble ?? watched.obstacle
      const why = obstacle === undefined ? '' : `; ${obstacle}`
      this.#fail(watched, `${stateSentence(watched.row)} after ${seconds} s${why}`)
    }
  }

  /** When to give up, milliseconds since the epoch. */
  #endOf({ row, since }: Watched): number {
    const { timeoutMs, deadline } = this.#options
    if (deadline === undefined) return since + timeoutMs
    const end = Math.max(since, deadlineOf(deadline, since))
    return row.state === 'mined' ? end + timeoutMs : end
  }

  /** One attempt: the rounds are the retries, and the deadline is checked between them. */
  #limits(): RequestOptions {
    const ends = [...this.#watched.values()].map((watched) => this.#endOf(watched))
    const leftMs = Math.min(...ends) - this.#options.clock.now()
    const { min, max } = ROUND_TIMEOUT_MS
    return { retry: false, timeoutMs: Math.max(min, Math.min(leftMs, max)) }
  }

  #fail(watched: Watched, reason: string): void {
    this.#watched.delete(watched.row.id)
    watched.reject(transactionPending(watched.row, reason))
  }

  #failAll(error: unknown): void {
    for (const watched of this.#watched.values()) watched.reject(error)
    this.#watched.clear()
  }
}

function stateSentence({ state, blockNumber }: JournalRow): string {
  return state === 'mined' ? `mined in block ${blockNumber} but not deep enough` : 'not mined'
}
