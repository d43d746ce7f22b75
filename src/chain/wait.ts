import type { Clock } from '../primitives/clock.ts'
import { broadcastAll } from './broadcast.ts'
import type { Chain } from './chain.ts'
import { mineLeftovers } from './devnet-leftovers.ts'
import { isNetworkError, isRpcError } from './errors.ts'
import { resultOf } from './fees.ts'
import type { Fact, Journal } from './journal.ts'
import { isOpen, type JournalRow } from './journal-entry.ts'
import { quantityToNumber, toQuantity } from './quantity.ts'
import { minedFact, type Receipt } from './receipt.ts'
import { transactionPending } from './transaction-errors.ts'

const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 1_000
/** Polls without a receipt before the node is asked whether it still knows the transaction. */
const MISSES_BEFORE_INQUIRY = 4
/** How long a used nonce without a receipt must last: endpoints behind one address may lag. */
const REPLACED_AFTER_MS = 3_000

export interface WatchOptions {
  readonly chain: Chain
  readonly journal: Journal
  readonly clock: Clock
  readonly confirmations: number
  /** From `watch` on, in milliseconds. */
  readonly timeoutMs: number
}

interface Watched {
  row: JournalRow
  readonly accepted: boolean
  readonly deadline: number
  readonly closing: Promise<JournalRow>
  misses: number
  /** When its nonce was first seen used without a receipt. */
  usedSince: number | undefined
  /** What the node last said instead of taking it. */
  refusal: string | undefined
  resolve(row: JournalRow): void
  reject(error: unknown): void
}

/**
 * Follows transactions to their end, all of them in one request a round: receipt, confirmations,
 * blocks that vanish again, memory pools that forget, nonces that somebody else used. Everything
 * learned goes into the journal.
 */
export class Watcher {
  readonly #options: WatchOptions
  readonly #watched = new Map<number, Watched>()
  #pauseMs = FIRST_PAUSE_MS
  #running = false
  #closed = false

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /**
   * Resolves with the closed row: final, reverted, replaced or dropped. `accepted` says that the
   * node has it, which is written down when there is no receipt yet.
   * @throws TX_PENDING when the time is up.
   */
  watch(row: JournalRow, { accepted = false } = {}): Promise<JournalRow> {
    if (!isOpen(row)) return Promise.resolve(row)
    const known = this.#watched.get(row.id)
    if (known) return known.closing
    const { promise: closing, resolve, reject } = deferred<JournalRow>()
    if (this.#closed) return closing
    const deadline = this.#options.clock.now() + this.#options.timeoutMs
    const state = { misses: 0, usedSince: undefined, refusal: undefined }
    this.#watched.set(row.id, { row, accepted, deadline, closing, ...state, resolve, reject })
    this.#pauseMs = FIRST_PAUSE_MS
    if (!this.#running) void this.#run()
    return closing
  }

  /** Looks no further. What was watched stays open in the journal, and its promises pending. */
  close(): void {
    this.#closed = true
    this.#watched.clear()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#watched.size > 0) {
      try {
        await this.#round([...this.#watched.values()])
      } catch (error) {
        // A node in trouble is no answer; the deadline decides how long to believe in it.
        if (!isNetworkError(error) && !isRpcError(error)) this.#failAll(error)
      }
      this.#expire()
      if (this.#watched.size > 0) await this.#options.clock.sleep(this.#pauseMs)
      this.#pauseMs = Math.min(this.#pauseMs * 1.3, LONGEST_PAUSE_MS)
    }
    this.#running = false
  }

  async #round(all: readonly Watched[]): Promise<void> {
    // One attempt a round: the rounds are the retries, and the deadline is looked at between them.
    const [head, ...receipts] = await this.#options.chain.rpc.batch(
      [
        { method: 'eth_blockNumber' },
        ...all.map(({ row }) => ({ method: 'eth_getTransactionReceipt', params: [row.hash] })),
      ],
      { retry: false },
    )
    const height = quantityToNumber(resultOf<string>(head))
    const facts: Fact[] = []
    const missing: Watched[] = []
    for (const [index, watched] of all.entries()) {
      const receipt = resultOf<Receipt | null>(receipts[index])
      if (receipt?.blockHash) facts.push(...this.#included(watched.row, receipt, height))
      else if (watched.row.state === 'mined') facts.push({ event: 'unmined', id: watched.row.id })
      else {
        if (watched.accepted && watched.row.state === 'signed') facts.push(broadcastFact(watched))
        if (++watched.misses % MISSES_BEFORE_INQUIRY === 0) missing.push(watched)
      }
    }
    await this.#record(facts)
    if (missing.length > 0) await this.#inquire(missing, height)
  }

  #included(row: JournalRow, receipt: Receipt, height: number): Fact[] {
    const mined = minedFact(row.id, receipt)
    const deep = height - mined.blockNumber + 1 >= this.#options.confirmations
    const isNew = row.state !== 'mined' || row.blockHash !== mined.blockHash
    return [...(isNew ? [mined] : []), ...(deep ? [{ event: 'final', id: row.id } as const] : [])]
  }

  /** Is it still in a memory pool, forgotten, or overtaken by another transaction with its nonce? */
  async #inquire(missing: readonly Watched[], height: number): Promise<void> {
    const settled = toQuantity(Math.max(0, height - this.#options.confirmations + 1))
    const answers = await this.#options.chain.rpc.batch(
      missing.flatMap(({ row }) => [
        { method: 'eth_getTransactionByHash', params: [row.hash] },
        { method: 'eth_getTransactionCount', params: [row.from, 'latest'] },
        { method: 'eth_getTransactionCount', params: [row.from, settled] },
      ]),
    )
    const forgotten: Watched[] = []
    const facts: Fact[] = []
    let isAnyWaiting = false
    for (const [index, watched] of missing.entries()) {
      const known = resultOf(answers[3 * index]) !== null
      const used = quantityToNumber(resultOf(answers[3 * index + 1])) > watched.row.nonce
      const settledUsed = quantityToNumber(resultOf(answers[3 * index + 2])) > watched.row.nonce
      if (known || !used) watched.usedSince = undefined
      if (known) isAnyWaiting = true
      if (known) continue
      if (!used) forgotten.push(watched)
      else if (settledUsed && this.#usedForLong(watched)) {
        facts.push({ event: 'replaced', id: watched.row.id })
      }
    }
    if (isAnyWaiting) await mineLeftovers(this.#options.chain)
    await this.#record(facts)
    await this.#offerAgain(forgotten)
  }

  #usedForLong(watched: Watched): boolean {
    const now = this.#options.clock.now()
    watched.usedSince ??= now
    return now - watched.usedSince >= REPLACED_AFTER_MS
  }

  /** The same bytes again: whoever else has them, there can be only one of them. */
  async #offerAgain(forgotten: readonly Watched[]): Promise<void> {
    if (forgotten.length === 0) return
    const { chain, clock } = this.#options
    const raws = forgotten.map(({ row }) => row.raw)
    const receptions = await broadcastAll(chain.rpc, raws, clock)
    const facts: Fact[] = []
    for (const [index, watched] of forgotten.entries()) {
      const reception = receptions[index]
      if (reception?.kind === 'accepted') facts.push(broadcastFact(watched))
      else watched.refusal = reception?.reason
      // It was journalled long ago and may have been out before: waiting will not change the refusal.
      if (reception?.kind === 'rejected') this.#fail(watched, reception.reason)
    }
    await this.#record(facts)
  }

  async #record(facts: readonly Fact[]): Promise<void> {
    if (facts.length === 0) return
    for (const row of await this.#options.journal.record(facts)) {
      const watched = this.#watched.get(row.id)
      if (!watched) continue
      watched.row = row
      if (isOpen(row)) continue
      this.#watched.delete(row.id)
      watched.resolve(row)
    }
  }

  #expire(): void {
    const now = this.#options.clock.now()
    for (const watched of this.#watched.values()) {
      if (now < watched.deadline) continue
      const seconds = this.#options.timeoutMs / 1000
      const refusal = watched.refusal ? `; the node says: ${watched.refusal}` : ''
      this.#fail(watched, `${stateSentence(watched.row)} after ${seconds} s${refusal}`)
    }
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

function broadcastFact({ row }: Watched): Fact {
  return { event: 'broadcast', id: row.id }
}

interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

function deferred<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | undefined
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { promise, ...(settle as Omit<Deferred<T>, 'promise'>) }
}

function stateSentence({ state, blockNumber }: JournalRow): string {
  return state === 'mined' ? `mined in block ${blockNumber} but not deep enough` : 'not mined'
}
