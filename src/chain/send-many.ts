import { affordable, assertAffordable, type Engine, holdersOf, prepareAll } from './engine.ts'
import type { Intent, Outcome } from './intent.ts'
import { groupsOf } from './intent-groups.ts'
import type { JournalRow } from './journal-entry.ts'
import { outcomeOf } from './outcome.ts'
import { ResultQueue } from './result-queue.ts'
import { dispatch } from './send.ts'
import type { Watcher } from './wait.ts'

/** Most transactions priced, signed and journalled together: one request, one fsync. */
const MAX_GROUP = 64

export interface PipelineOptions {
  /** Most transactions between signature and confirmation. */
  readonly inFlight: number
}

/**
 * Sends many independent intents of one account, a number of them in flight at once. After the
 * first failure nothing new is sent; what is in flight is still seen through.
 */
export class Pipeline {
  readonly #engine: Engine
  readonly #watcher: Watcher
  readonly #inFlight: number
  readonly #results = new ResultQueue<Outcome>()
  /** Highest cost in wei of each transaction in flight, by its number. */
  readonly #active = new Map<number, bigint>()
  #changed: (() => void) | undefined
  #failure: { readonly error: unknown } | undefined
  #stopped = false

  constructor(engine: Engine, watcher: Watcher, { inFlight }: PipelineOptions) {
    this.#engine = engine
    this.#watcher = watcher
    this.#inFlight = inFlight
  }

  /** Yields outcomes as they become final. @throws what the first failure was, at the end. */
  async *run(intents: AsyncIterable<Intent> | Iterable<Intent>): AsyncGenerator<Outcome> {
    const feeding = this.#feed(intents)
    try {
      yield* this.#results
    } finally {
      this.#stopped = true
      this.#watcher.close()
      this.#changed?.()
    }
    await feeding
    if (this.#failure) throw this.#failure.error
  }

  async #feed(intents: AsyncIterable<Intent> | Iterable<Intent>): Promise<void> {
    try {
      const size = Math.max(1, Math.min(MAX_GROUP, Math.floor(this.#inFlight / 2)))
      for await (const group of groupsOf(intents, size)) {
        await this.#until(() => this.#active.size <= this.#inFlight - group.length)
        if (this.#over) break
        await this.#start(group)
      }
    } catch (error) {
      this.#fail(error)
    }
    await this.#until(() => this.#active.size === 0)
    this.#results.end()
  }

  async #start(group: readonly Intent[]): Promise<void> {
    const holders = await holdersOf(this.#engine, group)
    for (const intent of group) {
      const row = holders.get(intent.idempotencyKey)
      if (row) this.#follow(row, intent, row.state === 'final')
    }
    await this.#sendAll(group.filter(({ idempotencyKey }) => !holders.has(idempotencyKey)))
  }

  /** As much as the balance pays for; then, when earlier ones are through, the rest. */
  async #sendAll(intents: readonly Intent[]): Promise<void> {
    let left = intents
    while (left.length > 0 && !this.#over) {
      const preparation = await prepareAll(this.#engine, left)
      const count = affordable(preparation, this.#inFlightWei())
      if (count === 0 && this.#active.size === 0) assertAffordable(this.#engine, preparation)
      const batch = preparation.prepared.slice(0, count)
      const rows = batch.length > 0 ? await dispatch(this.#engine, batch) : []
      for (const [index, row] of rows.entries()) {
        this.#follow(row, left[index] as Intent, false, batch[index]?.maxCostWei)
      }
      left = left.slice(count)
      if (left.length > 0) await this.#until(() => this.#active.size === 0)
    }
  }

  #follow(row: JournalRow, intent: Intent, alreadyDone: boolean, maxCostWei = 0n): void {
    this.#active.set(row.id, maxCostWei)
    this.#watcher
      .watch(row)
      .then((closed) => outcomeOf(this.#engine.chain, closed, intent))
      .then((outcome) => this.#results.push({ ...outcome, alreadyDone }))
      .catch((error) => this.#fail(error))
      .finally(() => {
        this.#active.delete(row.id)
        this.#changed?.()
      })
  }

  #inFlightWei(): bigint {
    return [...this.#active.values()].reduce((sum, cost) => sum + cost, 0n)
  }

  get #over(): boolean {
    return this.#stopped || this.#failure !== undefined
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.#stopped) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve
      })
    }
  }
}
