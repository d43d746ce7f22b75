import {
  affordable,
  assertAffordable,
  type Engine,
  type Preparation,
  prepareAll,
  rowsByKey,
} from './engine.ts'
import type { Intent, Outcome } from './intent.ts'
import { groupsOf } from './intent-groups.ts'
import { outcomeOf } from './outcome.ts'
import { ResultQueue } from './result-queue.ts'
import { type BroadcastResult, signAndBroadcast } from './send.ts'
import type { Prepared } from './sign-transaction.ts'
import type { Watcher } from './wait.ts'

/** Maximum transactions priced, signed and journalled together: one request, one fsync. */
const MAX_GROUP = 64

export interface PipelineOptions {
  /** Maximum transactions between signature and confirmation. */
  readonly inFlight: number
}

/** A priced group; `reservedWei` is what others may still take from the balance that was read. */
interface Ready {
  readonly intents: readonly Intent[]
  readonly preparation: Preparation | undefined
  readonly reservedWei: () => bigint
}

/**
 * Sends many independent intents of one account, several in flight at once. After the first failure
 * nothing new is sent, and what is in flight is awaited.
 */
export class Pipeline {
  readonly #engine: Engine
  readonly #watcher: Watcher
  readonly #inFlight: number
  readonly #results = new ResultQueue<Outcome>()
  /** Highest cost in wei of each transaction in flight, by its number. */
  readonly #active = new Map<number, bigint>()
  /** Highest cost in wei of all that was ever sent. */
  #sentWei = 0n
  #changed: (() => void) | undefined
  #failure: { readonly error: unknown } | undefined
  #stopped = false

  constructor(engine: Engine, watcher: Watcher, { inFlight }: PipelineOptions) {
    this.#engine = engine
    this.#watcher = watcher
    this.#inFlight = inFlight
  }

  /** Yields outcomes as they become final. @throws the first failure, at the end */
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

  /** One group is priced and simulated while the one before it is signed and broadcast. */
  async #feed(intents: AsyncIterable<Intent> | Iterable<Intent>): Promise<void> {
    let sending: Promise<void> = Promise.resolve()
    try {
      const size = Math.max(1, Math.min(MAX_GROUP, Math.floor(this.#inFlight / 2)))
      for await (const group of groupsOf(intents, size)) {
        const ready = await this.#prepare(await this.#unknown(group))
        await sending
        await this.#until(() => this.#active.size <= this.#inFlight - group.length)
        if (this.#over) break
        sending = this.#sendAll(ready).catch((error) => this.#fail(error))
      }
    } catch (error) {
      this.#fail(error)
    }
    await sending
    await this.#until(() => this.#active.size === 0)
    this.#results.end()
  }

  /** Follows the intents that the journal already has, and returns the others. */
  async #unknown(group: readonly Intent[]): Promise<Intent[]> {
    const existing = await rowsByKey(this.#engine, group)
    for (const intent of group) {
      const row = existing.get(intent.idempotencyKey)
      if (row) this.#follow({ row, accepted: false }, intent, row.state === 'final')
    }
    return group.filter(({ idempotencyKey }) => !existing.has(idempotencyKey))
  }

  async #prepare(intents: readonly Intent[]): Promise<Ready> {
    // Transactions in flight when the balance is read, and those sent since, may still take from it.
    const before = this.#activeWei() - this.#sentWei
    const preparation = intents.length > 0 ? await prepareAll(this.#engine, intents) : undefined
    return { intents, preparation, reservedWei: () => before + this.#sentWei }
  }

  /** Sends as much as the balance pays for and, when earlier ones are final, the rest. */
  async #sendAll(ready: Ready): Promise<void> {
    let { intents, preparation, reservedWei } = ready
    while (preparation && !this.#over) {
      const count = affordable(preparation, reservedWei())
      if (count === 0 && this.#active.size === 0) assertAffordable(this.#engine, preparation)
      await this.#send(preparation.prepared.slice(0, count))
      if (count === intents.length) return
      await this.#until(() => this.#active.size === 0)
      ;({ intents, preparation, reservedWei } = await this.#prepare(intents.slice(count)))
    }
  }

  async #send(prepared: readonly Prepared[]): Promise<void> {
    if (prepared.length === 0) return
    for (const { maxCostWei } of prepared) this.#sentWei += maxCostWei
    const sent = await signAndBroadcast(this.#engine, prepared)
    for (const [index, { intent, maxCostWei }] of prepared.entries()) {
      this.#follow(sent[index] as BroadcastResult, intent, false, maxCostWei)
    }
  }

  #follow(
    { row, accepted }: BroadcastResult,
    intent: Intent,
    alreadyDone: boolean,
    maxCostWei = 0n,
  ) {
    this.#active.set(row.id, maxCostWei)
    this.#watcher
      .watch(row, { accepted })
      .then((closed) => outcomeOf(this.#engine.chain, closed, intent))
      .then((outcome) => this.#results.push({ ...outcome, alreadyDone }))
      .catch((error) => this.#fail(error))
      .finally(() => {
        this.#active.delete(row.id)
        this.#changed?.()
      })
  }

  #activeWei(): bigint {
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
