// Signs and sends the rest of a plan, under the account's lease from the first transaction to the
// last: until then, no other process takes nonces of the account.

import { hexToBytes } from '../../primitives/hex.ts'
import { keccak256Hex } from '../../primitives/keccak.ts'
import { askAll } from '../rpc/rpc.ts'
import { transactionOf } from '../rpc/transactions.ts'
import type { Engine } from '../transactions/engine.ts'
import { outcomeOf } from '../transactions/outcome.ts'
import { watcherOf } from '../transactions/resume.ts'
import { type BroadcastResult, persistAndBroadcast } from '../transactions/send.ts'
import {
  type Prepared,
  type SignedFact,
  signedFact,
  signPrepared,
} from '../transactions/sign-transaction.ts'
import { maxCostOf, type PlannedTransaction } from './plan.ts'
import { assertNonces } from './plan-drift.ts'
import type { WrittenPlan } from './plan-file.ts'
import { assertNoDrift, planState } from './plan-state.ts'

/** Independent transactions that are journalled together and under way at once. */
const GROUP = 32
const IN_FLIGHT = 64

/** Raw transactions of a whole plan, in its order; without them they are signed here. */
export type Signatures = readonly string[] | undefined

/**
 * Sends the rest. After a failure nothing new is signed, and what is in flight is awaited.
 * @throws PLAN_DRIFT, and as sending does
 */
export function sendRest(engine: Engine, plan: WrittenPlan, signed: Signatures): Promise<void> {
  const { chain, lease } = engine
  return lease(chain.chainId, plan.from, async () => {
    // Another process may have sent the same plan before our turn.
    const { rest } = await planState(engine, plan)
    await assertNonces(engine, plan, rest)
    await new PlanSending(engine, plan, signed).run(rest)
  })
}

/**
 * A signed plan may have been sent from elsewhere: its exact transactions that the chain has are
 * recorded and followed as if they had been sent from here.
 */
export async function adoptSent(
  engine: Engine,
  plan: WrittenPlan,
  signed: readonly string[],
): Promise<void> {
  const { chain, journal, lease } = engine
  const { rest } = await planState(engine, plan)
  const calls = rest.map((transaction) =>
    transactionOf(keccak256Hex(hexToBytes(rawOf(plan, signed, transaction)))),
  )
  const found = await askAll(chain.rpc, calls)
  const known = rest.filter((_, index) => found[index] !== null)
  if (known.length === 0) return
  await lease(chain.chainId, plan.from, async () => {
    const { rows } = await planState(engine, plan)
    const fresh = known.filter(({ idempotencyKey }) => !rows.has(idempotencyKey))
    await journal.record(
      fresh.map((transaction) => factOf(plan, transaction, rawOf(plan, signed, transaction))),
    )
  })
}

class PlanSending {
  readonly #engine: Engine
  readonly #plan: WrittenPlan
  readonly #signed: Signatures
  readonly #inFlight = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | undefined

  constructor(engine: Engine, plan: WrittenPlan, signed: Signatures) {
    this.#engine = engine
    this.#plan = plan
    this.#signed = signed
  }

  async run(rest: readonly PlannedTransaction[]): Promise<void> {
    const watcher = watcherOf(this.#engine)
    const isPipelined = this.#plan.order === 'pipelined'
    const size = isPipelined ? GROUP : 1
    const room = isPipelined ? IN_FLIGHT - GROUP : 0
    for (let at = 0; at < rest.length && !this.#failure; at += size) {
      try {
        if (!isPipelined && at > 0) await assertNoDrift(this.#engine, this.#plan, rest.slice(at))
        const sent = await this.#broadcast(rest.slice(at, at + size))
        for (const one of sent) this.#follow(one, watcher)
        this.#engine.note(`Sent ${Math.min(at + size, rest.length)} of ${rest.length}.`)
      } catch (error) {
        this.#failure ??= { error }
      }
      while (this.#inFlight.size > room && !this.#failure) await Promise.race(this.#inFlight)
    }
    await Promise.all(this.#inFlight)
    if (this.#failure) throw this.#failure.error
  }

  /** Signs, journals, and only then broadcasts. */
  async #broadcast(group: readonly PlannedTransaction[]): Promise<BroadcastResult[]> {
    const facts: SignedFact[] = []
    for (const transaction of group) facts.push(await this.#signedFact(transaction))
    return persistAndBroadcast(this.#engine, facts)
  }

  async #signedFact(transaction: PlannedTransaction): Promise<SignedFact> {
    if (this.#signed) {
      return factOf(this.#plan, transaction, rawOf(this.#plan, this.#signed, transaction))
    }
    const signer = await this.#engine.signer()
    return signPrepared(this.#plan, signer, preparedOf(transaction), transaction.nonce)
  }

  #follow({ row, accepted }: BroadcastResult, watcher: ReturnType<typeof watcherOf>): void {
    const { chain } = this.#engine
    const one: Promise<void> = watcher
      .watch(row, { accepted })
      .then((closed) => outcomeOf(chain, closed))
      .then(() => undefined)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => this.#inFlight.delete(one))
    this.#inFlight.add(one)
  }
}

/** A transaction of a plan, ready to sign. */
export function preparedOf(transaction: PlannedTransaction): Prepared {
  const { gasLimit, fee } = transaction
  return { intent: transaction, gasLimit, fee, maxCostWei: maxCostOf([transaction]) }
}

function factOf(plan: WrittenPlan, transaction: PlannedTransaction, raw: string): SignedFact {
  return signedFact(plan, plan.from, preparedOf(transaction), transaction.nonce, raw)
}

function rawOf(
  { transactions }: WrittenPlan,
  signed: readonly string[],
  { nonce }: PlannedTransaction,
): string {
  return signed[transactions.findIndex((one) => one.nonce === nonce)] as string
}
