import { formatAmount } from '../../primitives/amount.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { isNetworkError, isRpcError } from '../chain-errors.ts'
import { latestAttempt } from '../journal/attempts.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { Engine } from '../transactions/engine.ts'
import { type Conditions, marketFee, readConditions } from '../transactions/fees.ts'
import { type Deadline, deadlineOf } from './deadline.ts'
import { exceeds, type FeeStep, feeSteps, highest, replacementFee } from './raise-fee.ts'
import { type Resigned, resign, type Wish } from './resign.ts'
import { readAttempt } from './sign-replacement.ts'

export interface FeeRaiserOptions {
  readonly deadline: Deadline
  /** What no attempt may pass, wei for a unit of gas. */
  readonly budgetWei: bigint
}

/** The way of one transaction, as far as it still lies ahead. */
interface Climb {
  readonly steps: FeeStep[]
  readonly deadlineMs: number
}

/**
 * Raises the fees of transactions that wait, each by its own steps from the fee it has to the
 * budget, evenly until its deadline. The steps are made anew in each run, so a run that was killed
 * is taken up where the journal says it stood.
 */
export class FeeRaiser {
  readonly #engine: Engine
  readonly #options: FeeRaiserOptions
  #climbs = new Map<number, Climb>()

  constructor(engine: Engine, options: FeeRaiserOptions) {
    this.#engine = engine
    this.#options = options
  }

  /** Takes the steps that are due. Returns the rows that have changed. */
  async tend(waiting: readonly JournalRow[]): Promise<readonly JournalRow[]> {
    const now = this.#engine.clock.now()
    await this.#begin(waiting, now)
    const due = waiting.filter((row) => this.#dueStep(row, now))
    if (due.length === 0) return []
    const rows = await this.#raiseOrTell(due, now)
    for (const row of due) this.#pass(row, now)
    return rows
  }

  /** Follows exactly those that wait; a new one starts from the fee it has. */
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

  /** A refusal leaves the fee as it is; trouble with the network is tried again next time. */
  async #raiseOrTell(due: readonly JournalRow[], now: number): Promise<readonly JournalRow[]> {
    try {
      return await this.#raise(due, now)
    } catch (error) {
      if (isTrouble(error)) throw error
      this.#engine.note(`The fee stays as it is: ${(error as CapstanError).message}`)
      return []
    }
  }

  async #raise(due: readonly JournalRow[], now: number): Promise<readonly JournalRow[]> {
    const { chain, from } = this.#engine
    const conditions = await readConditions(chain, from)
    const wishes: Wish[] = []
    for (const row of due) {
      const wish = await this.#wish(row, this.#dueStep(row, now) as FeeStep, conditions)
      if (wish) wishes.push(wish)
    }
    if (wishes.length === 0) return []
    const resigned = await resign(this.#engine, wishes)
    for (const one of resigned) this.#tell(one)
    return resigned.map(({ row }) => row)
  }

  /** Undefined where it pays as much already, or the account cannot pay more. */
  async #wish(row: JournalRow, step: FeeStep, conditions: Conditions): Promise<Wish | undefined> {
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
    note(`The fee of transaction ${row.id} stays as it is: ${row.from} cannot pay more.`)
    return undefined
  }

  #tell({ row, reception }: Resigned): void {
    if (!reception) return
    const fee = `${formatAmount(BigInt(row.maxFeeWei), 9)} gwei`
    const what = `transaction ${row.id} (nonce ${row.nonce})`
    this.#engine.note(
      reception.kind === 'rejected'
        ? `The node does not take ${fee} for ${what}: ${reception.reason}.`
        : `Raised the fee of ${what} to ${fee}: ${row.hash}.`,
    )
  }

  #tellBudgetReached({ id, nonce }: JournalRow, deadlineMs: number): void {
    const until = new Date(deadlineMs).toISOString()
    this.#engine.note(
      `The fee of transaction ${id} (nonce ${nonce}) is as high as --max-fee lets it be; waiting until ${until}.`,
    )
  }
}

function isTrouble(error: unknown): boolean {
  return !(error instanceof CapstanError) || isNetworkError(error) || isRpcError(error)
}
