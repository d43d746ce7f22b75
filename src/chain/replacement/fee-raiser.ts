import { formatAmount } from '../../primitives/amount.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { isNetworkError, isRpcError } from '../chain-errors.ts'
import { latestAttempt } from '../journal/attempts.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { Engine } from '../transactions/engine.ts'
import { type Conditions, marketFee, readConditions } from '../transactions/fees.ts'
import {
  broadcastReplacements,
  type ReplacementRequest,
  type ReplacementResult,
} from './broadcast-replacements.ts'
import { type Deadline, deadlineOf } from './deadline.ts'
import { exceeds, type FeeStep, feeSteps, highest, replacementFee } from './raise-fee.ts'
import { readAttempt } from './sign-replacement.ts'

export interface FeeRaiserOptions {
  readonly deadline: Deadline
  /** The limit of every attempt, wei per unit of gas. */
  readonly budgetWei: bigint
}

/** The steps that one transaction still has before it. */
interface Climb {
  readonly steps: FeeStep[]
  readonly deadlineMs: number
}

/**
 * Raises the fees of waiting transactions, each in its own steps from its present fee to the budget,
 * spread evenly until its deadline. Each run computes the steps anew, so after a kill the next run goes
 * on from the fee in the journal.
 */
export class FeeRaiser {
  readonly #engine: Engine
  readonly #options: FeeRaiserOptions
  #climbs = new Map<number, Climb>()

  constructor(engine: Engine, options: FeeRaiserOptions) {
    this.#engine = engine
    this.#options = options
  }

  /** Takes the due steps. Returns the rows that changed. */
  async tend(waiting: readonly JournalRow[]): Promise<readonly JournalRow[]> {
    const now = this.#engine.clock.now()
    await this.#begin(waiting, now)
    const due = waiting.filter((row) => this.#dueStep(row, now))
    if (due.length === 0) return []
    const rows = await this.#raiseOrTell(due, now)
    for (const row of due) this.#pass(row, now)
    return rows
  }

  /** Keeps steps for exactly the waiting rows; a new one starts from its present fee. */
  async #begin(waiting: readonly JournalRow[], now: number): Promise<void> {
    const climbs = new Map<number, Climb>()
    for (const row of waiting) {
      climbs.set(row.id, this.#climbs.get(row.id) ?? (await this.#newClimb(row, now)))
    }
    this.#climbs = climbs
  }

  async #newClimb(row: JournalRow, fromMs: number): Promise<Climb> {
    const { deadline, budgetWei } = this.#options
    const deadlineMs = deadlineOf(deadline, fromMs)
    const { fee } = await readAttempt(row)
    const steps = feeSteps(fee, budgetWei, { fromMs, deadlineMs })
    if (steps.length === 0) this.#tellBudgetReached(row, deadlineMs)
    return { steps, deadlineMs }
  }

  #dueStep({ id }: JournalRow, now: number): FeeStep | undefined {
    return this.#climbs.get(id)?.steps.findLast(({ atMs }) => atMs <= now)
  }

  #pass(row: JournalRow, now: number): void {
    const { steps, deadlineMs } = this.#climbs.get(row.id) as Climb
    const passed = steps.filter(({ atMs }) => atMs <= now).length
    steps.splice(0, passed)
    if (steps.length === 0) this.#tellBudgetReached(row, deadlineMs)
  }

  /** A refusal leaves the fee unchanged; a network failure is retried in the next round. */
  async #raiseOrTell(due: readonly JournalRow[], now: number): Promise<readonly JournalRow[]> {
    try {
      return await this.#raise(due, now)
    } catch (error) {
      if (isTrouble(error)) throw error
      this.#engine.note(`The fee stays the same: ${(error as CapstanError).message}`)
      return []
    }
  }

  async #raise(due: readonly JournalRow[], now: number): Promise<readonly JournalRow[]> {
    const { chain, from } = this.#engine
    const conditions = await readConditions(chain, from)
    const requests: ReplacementRequest[] = []
    for (const row of due) {
      const request = await this.#requestFor(row, this.#dueStep(row, now) as FeeStep, conditions)
      if (request) requests.push(request)
    }
    if (requests.length === 0) return []
    const replaced = await broadcastReplacements(this.#engine, requests)
    for (const one of replaced) this.#tell(one)
    return replaced.map(({ row }) => row)
  }

  /** Undefined if it already pays as much, or the account cannot pay more. */
  async #requestFor(
    row: JournalRow,
    step: FeeStep,
    conditions: Conditions,
  ): Promise<ReplacementRequest | undefined> {
    const { policy, note } = this.#engine
    const kind = latestAttempt(row).kind === 'cancel' ? 'cancel' : 'speed-up'
    const { fee: earlier, call } = await readAttempt(row, kind)
    const market = marketFee(conditions, earlier.type, policy.priorityFeeWei)
    const wanted = highest(step.fee, market)
    const fee = exceeds(wanted, earlier)
      ? replacementFee(earlier, wanted, this.#options.budgetWei)
      : null
    if (!fee) return undefined
    const costWei = call.valueWei + call.gasLimit * fee.maxFeeWei
    if (costWei <= conditions.balanceWei) return { row, kind, fee }
    note(`The fee of transaction ${row.id} stays the same: ${row.from} cannot pay more.`)
    return undefined
  }

  #tell({ row, reception }: ReplacementResult): void {
    if (!reception) return
    const fee = `${formatAmount(BigInt(row.maxFeeWei), 9)} gwei`
    const what = `transaction ${row.id} (nonce ${row.nonce})`
    this.#engine.note(
      reception.kind === 'rejected'
        ? `The node does not accept ${fee} for ${what}: ${reception.reason}.`
        : `Raised the fee of ${what} to ${fee}: ${row.hash}.`,
    )
  }

  #tellBudgetReached({ id, nonce }: JournalRow, deadlineMs: number): void {
    const until = new Date(deadlineMs).toISOString()
    this.#engine.note(
      `The fee of transaction ${id} (nonce ${nonce}) has reached --max-fee; waiting until ${until}.`,
    )
  }
}

function isTrouble(error: unknown): boolean {
  return !(error instanceof CapstanError) || isNetworkError(error) || isRpcError(error)
}
