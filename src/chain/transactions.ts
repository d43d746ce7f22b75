import { CapstanError } from '../primitives/capstan-error.ts'
import { type Clock, systemClock } from '../primitives/clock.ts'
import type { Chain } from './chain.ts'
import { forgetVanished } from './devnet-drift.ts'
import { assertAffordable, type Engine, holdersOf, prepareAll } from './engine.ts'
import type { Intent, Outcome, Plan, SendPolicy } from './intent.ts'
import type { Journal } from './journal.ts'
import { isOpen, type JournalRow } from './journal-entry.ts'
import type { NonceLease } from './nonces.ts'
import { outcomeOf } from './outcome.ts'
import { planIntent, planPrepared } from './plan.ts'
import { dispatch, offerOpen } from './send.ts'
import { Pipeline, type PipelineOptions } from './send-many.ts'
import type { TransactionSigner } from './sign-transaction.ts'
import { transactionOfOtherChain, transactionUnknown } from './transaction-errors.ts'
import { Watcher } from './wait.ts'

export type { Effect, Intent, Log, Outcome, Plan, SendPolicy } from './intent.ts'

const DEFAULT_TIMEOUT_MS = 300_000
const DEFAULT_IN_FLIGHT = 64

export interface TransactionsOptions {
  readonly chain: Chain
  readonly journal: Journal
  readonly lease: NonceLease
  /** Sender, EIP-55. Planning needs no more than this. */
  readonly from: string
  /** Asked for when something is really signed. */
  readonly signer: () => Promise<TransactionSigner>
  readonly policy?: SendPolicy
  /** Asks before `send` sends; throws CANCELLED when the answer is no. */
  readonly confirm?: (plan: Plan) => Promise<void>
  readonly note?: (text: string) => void
  readonly clock?: Clock
}

/**
 * The one way to put a transaction on an EVM chain: chain id, simulation, plan, confirmation,
 * signature, journal (fsynced), broadcast, confirmations, receipt. A crash at any point loses
 * nothing and sends nothing twice: the next run finds the intent's key in the journal.
 */
export class Transactions {
  readonly #engine: Engine
  #settled: Promise<void> | undefined

  constructor({ policy = {}, confirm, note, clock = systemClock, ...given }: TransactionsOptions) {
    this.#engine = {
      ...given,
      policy,
      clock,
      confirm: confirm ?? (() => Promise.resolve()),
      note: note ?? (() => undefined),
    }
  }

  /** What `send` would do, without a key. @throws as `send` does before it sends */
  async plan(intent: Intent): Promise<Plan> {
    await forgetVanished(this.#engine.chain, this.#engine.journal)
    return planIntent(this.#engine, intent)
  }

  /**
   * Sends an intent, once, and waits until it is final.
   * @throws TX_SIMULATION_REVERTED, INSUFFICIENT_FUNDS, FEE_CAP_TOO_LOW, TX_REJECTED, TX_REPLACED
   * (refused: it did not happen), TX_REVERTED (mined and failed), TX_PENDING (outcome unknown).
   */
  async send(intent: Intent): Promise<Outcome> {
    const engine = this.#engine
    await this.#settle()
    const holder = (await holdersOf(engine, [intent])).get(intent.idempotencyKey)
    const row = holder ?? (await this.#dispatchOne(intent))
    const closed = await this.#watcher().watch(row)
    const alreadyDone = holder?.state === 'final'
    return { ...(await outcomeOf(engine.chain, closed, intent)), alreadyDone }
  }

  /**
   * Sends independent intents, many in flight, and yields their outcomes as they become final.
   * Nobody is asked: that is the caller's part. After a failure nothing new is sent, what is in
   * flight is seen through, and the failure is thrown at the end.
   */
  async *sendMany(
    intents: AsyncIterable<Intent> | Iterable<Intent>,
    { inFlight }: PipelineOptions = { inFlight: DEFAULT_IN_FLIGHT },
  ): AsyncGenerator<Outcome> {
    await this.#settle()
    const { nonce: _, ...policy } = this.#engine.policy
    yield* new Pipeline({ ...this.#engine, policy }, this.#watcher(), { inFlight }).run(intents)
  }

  /** Waits for a transaction of the journal, offering it again when the node has lost it. */
  async wait(reference: number | string): Promise<Outcome> {
    const { chain, journal } = this.#engine
    const row = await journal.find(reference)
    if (!row) throw transactionUnknown(reference)
    if (BigInt(row.chainId) !== chain.chainId) throw transactionOfOtherChain(row, chain.chainId)
    const alreadyDone = !isOpen(row)
    if (row.state === 'signed') await offerOpen(this.#engine, row.from)
    const closed = await this.#watcher().watch((await journal.find(row.id)) ?? row)
    return { ...(await outcomeOf(chain, closed)), alreadyDone }
  }

  /**
   * Finishes whatever the journal says is open on this chain, of every account. Returns the closed
   * rows; all are seen through before the worst of the failures is thrown.
   * @throws TX_PENDING, TX_REVERTED, TX_REPLACED
   */
  async resumeAll(): Promise<JournalRow[]> {
    const { chain, journal } = this.#engine
    await forgetVanished(chain, journal)
    const watcher = this.#watcher()
    const open = await offerOpen(this.#engine)
    const results = await Promise.allSettled(
      open.map(async (row) => {
        const closed = await watcher.watch(row)
        await outcomeOf(chain, closed)
        return closed
      }),
    )
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    )
    if (failures.length > 0) throw worstOf(failures)
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  async #dispatchOne(intent: Intent): Promise<JournalRow> {
    const engine = this.#engine
    const preparation = await prepareAll(engine, [intent])
    assertAffordable(engine, preparation)
    await engine.confirm(await planPrepared(engine, preparation))
    const [row] = await dispatch(engine, preparation.prepared)
    if (!row) throw new TypeError('Dispatching one transaction returned none')
    if (isOpen(row)) engine.note(`Sent ${row.hash} (nonce ${row.nonce}): ${intent.description}.`)
    return row
  }

  /** Once a run: what earlier runs left open goes out first, for newer nonces wait for older ones. */
  #settle(): Promise<void> {
    this.#settled ??= this.#settleNow()
    return this.#settled
  }

  async #settleNow(): Promise<void> {
    const { chain, journal, from } = this.#engine
    await forgetVanished(chain, journal)
    await offerOpen(this.#engine, from)
  }

  #watcher(): Watcher {
    const { chain, journal, clock, policy } = this.#engine
    const confirmations = policy.confirmations ?? chain.network.confirmations
    const timeoutMs = policy.timeoutMs ?? DEFAULT_TIMEOUT_MS
    return new Watcher({ chain, journal, clock, confirmations, timeoutMs })
  }
}

/** Unknown outcomes come first: they must not be hidden behind anything that looks settled. */
function worstOf(failures: readonly unknown[]): unknown {
  const severity = ['pending', 'reverted']
  const rank = (error: unknown) => {
    const index = error instanceof CapstanError ? severity.indexOf(error.kind) : 0
    return index === -1 ? severity.length : index
  }
  return [...failures].sort((a, b) => rank(a) - rank(b))[0]
}
