import { type Clock, systemClock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import { forgetRolledBack } from '../devnet/devnet-drift.ts'
import type { Journal } from '../journal/journal.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { type AppliedPlan, type ApplyOptions, applyPlan } from '../plan/apply-plan.ts'
import { makePlan, planPrepared, type Wanted } from '../plan/make-plan.ts'
import type { Plan, PlanOrder } from '../plan/plan.ts'
import type { WrittenPlan } from '../plan/plan-file.ts'
import { usedNonces } from '../replacement/broadcast-replacements.ts'
import { FeeRaiser } from '../replacement/fee-raiser.ts'
import {
  isFulfilled,
  proposeReplacement,
  type ReplacementProposal,
} from '../replacement/propose-replacement.ts'
import { type Replaced, replaceTransaction } from '../replacement/replace.ts'
import { tooLateToReplace } from '../replacement/replacement-errors.ts'
import type { ReplacementKind } from '../replacement/sign-replacement.ts'
import { assertAffordable, type Engine, prepareAll, rowsByKey } from './engine.ts'
import type { Intent, Outcome, SendPolicy } from './intent.ts'
import type { NonceLease } from './nonces.ts'
import { outcomeOf } from './outcome.ts'
import { assertOfChain, resumeOpen, watcherOf } from './resume.ts'
import { type BroadcastResult, rebroadcastOpen, signAndBroadcast } from './send.ts'
import { Pipeline, type PipelineOptions } from './send-many.ts'
import type { TransactionSigner } from './sign-transaction.ts'
import type { Watcher } from './wait.ts'

export type { Plan } from '../plan/plan.ts'
export type { Effect, Intent, Log, Outcome, SendPolicy } from './intent.ts'

const DEFAULT_IN_FLIGHT = 64

export interface TransactionsOptions {
  readonly chain: Chain
  readonly journal: Journal
  readonly lease: NonceLease
  /** Sender, EIP-55. Planning needs no more than this. */
  readonly from: string
  /** Called when something is really signed. */
  readonly signer: () => Promise<TransactionSigner>
  /** Asks whether the key may sign these, before they are shown; throws POLICY_REFUSED if not. */
  readonly check?: Engine['check']
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

  constructor({
    policy = {},
    check,
    confirm,
    note,
    clock = systemClock,
    ...given
  }: TransactionsOptions) {
    this.#engine = {
      ...given,
      policy,
      clock,
      check: check ?? (() => Promise.resolve()),
      confirm: confirm ?? (() => Promise.resolve()),
      note: note ?? (() => undefined),
    }
  }

  /**
   * What sending would do, in order, without a key.
   * @throws TX_PENDING if it is under way; else as sending does before it sends
   */
  async plan(wanted: Wanted, order: PlanOrder = 'one-by-one'): Promise<Plan> {
    await forgetRolledBack(this.#engine.chain, this.#engine.journal)
    return makePlan(this.#engine, wanted, order)
  }

  /**
   * Sends an intent, once, and waits until it is final.
   * @throws TX_SIMULATION_REVERTED, INSUFFICIENT_FUNDS, FEE_CAP_TOO_LOW, TX_REJECTED, TX_REPLACED
   * (refused: it did not happen), TX_REVERTED (mined and failed), TX_PENDING (outcome unknown).
   */
  async send(intent: Intent): Promise<Outcome> {
    const engine = this.#engine
    await this.#settle()
    const existing = (await rowsByKey(engine, [intent])).get(intent.idempotencyKey)
    const { row, accepted } = existing
      ? { row: existing, accepted: false }
      : await this.#sendOne(intent)
    const closed = await this.#watcher().watch(row, { accepted })
    const alreadyDone = existing?.state === 'final'
    return { ...(await outcomeOf(engine.chain, closed, intent)), alreadyDone }
  }

  /** Whether an earlier run has signed for this intent, so that its operator has agreed to it. */
  async isBegun(intent: Intent): Promise<boolean> {
    return (await rowsByKey(this.#engine, [intent])).has(intent.idempotencyKey)
  }

  /**
   * Sends independent intents, many in flight, and yields their outcomes as they become final.
   * The caller asks for agreement. After a failure nothing new is sent, what is in flight is awaited,
   * and the failure is thrown at the end.
   */
  async *sendMany(
    intents: AsyncIterable<Intent> | Iterable<Intent>,
    { inFlight }: PipelineOptions = { inFlight: DEFAULT_IN_FLIGHT },
  ): AsyncGenerator<Outcome> {
    await this.#settle()
    const { nonce: _, ...policy } = this.#engine.policy
    yield* new Pipeline({ ...this.#engine, policy }, this.#watcher(), { inFlight }).run(intents)
  }

  /**
   * Carries out a plan, or the rest of it.
   * @throws PLAN_OTHER_CHAIN, PLAN_EXPIRED, PLAN_DRIFT before anything is signed; else as `send`
   */
  apply(plan: WrittenPlan, options: ApplyOptions = {}): Promise<AppliedPlan> {
    return applyPlan(this.#engine, plan, options)
  }

  /**
   * Finishes every open transaction of the journal on this chain, of every account.
   * @throws TX_PENDING, TX_REVERTED, TX_REPLACED
   */
  resumeAll(): Promise<JournalRow[]> {
    return resumeOpen(this.#engine)
  }

  /**
   * What `replace` would sign, without a key.
   * @throws TX_TOO_LATE, TX_BEING_CANCELLED, TX_OTHER_CHAIN, FEE_CAP_TOO_LOW, INSUFFICIENT_FUNDS
   */
  async planReplacement(row: JournalRow, kind: ReplacementKind): Promise<ReplacementProposal> {
    assertOfChain(this.#engine.chain, row)
    const isUsed = row.nonce < (await usedNonces(this.#engine))
    if (isFulfilled(row, kind) || isUsed) throw tooLateToReplace(row, kind)
    return proposeReplacement(this.#engine, row, kind)
  }

  /**
   * Replaces an open transaction of this sender by a higher-fee attempt or a cancellation, and waits
   * until it is final or cancelled. @throws as `replaceTransaction` does
   */
  async replace(
    row: JournalRow,
    kind: ReplacementKind,
    agree: (proposal: ReplacementProposal) => Promise<void> = () => Promise.resolve(),
  ): Promise<Replaced> {
    assertOfChain(this.#engine.chain, row)
    await this.#settle()
    return replaceTransaction(this.#engine, this.#watcher(), { id: row.id, kind }, agree)
  }

  /** With a deadline, the watcher also raises fees. */
  #watcher(): Watcher {
    const { deadline, maxFeeWei: budgetWei } = this.#engine.policy
    if (deadline === undefined || budgetWei === undefined) return watcherOf(this.#engine)
    const raiser = new FeeRaiser(this.#engine, { deadline, budgetWei })
    return watcherOf(this.#engine, { deadline, tend: (rows) => raiser.tend(rows) })
  }

  async #sendOne(intent: Intent): Promise<BroadcastResult> {
    const engine = this.#engine
    const preparation = await prepareAll(engine, [intent])
    assertAffordable(engine, preparation)
    await engine.confirm(await planPrepared(engine, preparation))
    const [sent] = await signAndBroadcast(engine, preparation.prepared)
    if (!sent) throw new TypeError('Sending one transaction returned none')
    const { row } = sent
    if (isOpen(row)) engine.note(`Sent ${row.hash} (nonce ${row.nonce}): ${intent.description}.`)
    return sent
  }

  /** Once per run: rebroadcasts what earlier runs left open, as newer nonces wait for older ones. */
  #settle(): Promise<void> {
    this.#settled ??= this.#settleNow()
    return this.#settled
  }

  async #settleNow(): Promise<void> {
    const { chain, journal, from } = this.#engine
    await forgetRolledBack(chain, journal)
    await rebroadcastOpen(this.#engine, from)
  }
}
