// Carries out a plan exactly, each transaction once, however often it is applied and wherever it was
// interrupted.

import { knownErrors } from '../decode/decode-call.ts'
import { forgetRolledBack } from '../devnet/devnet-drift.ts'
import { isOpen } from '../journal/journal-entry.ts'
import { callOf, type Engine } from '../transactions/engine.ts'
import type { Outcome } from '../transactions/intent.ts'
import { outcomeOf } from '../transactions/outcome.ts'
import { watcherOf } from '../transactions/resume.ts'
import { rebroadcastOpen } from '../transactions/send.ts'
import { assertWithinBudget, type PlannedTransaction } from './plan.ts'
import { planOfOtherChain } from './plan-errors.ts'
import { assertUnexpired, type WrittenPlan } from './plan-file.ts'
import { adoptSent, sendRest } from './plan-send.ts'
import { assertNoDrift, type PlanState, planState } from './plan-state.ts'

export interface ApplyOptions {
  /** Only check whether the plan still matches the chain. */
  readonly dryRun?: boolean | undefined
  /** The plan's transactions as `tx sign` signed them; without them they are signed here. */
  readonly signed?: readonly string[] | undefined
}

export interface AppliedPlan {
  /** The final transactions, in the plan's order. */
  readonly outcomes: readonly Outcome[]
  /** The transactions that a dry run leaves to send. */
  readonly unsent: readonly PlannedTransaction[]
  readonly isPlanned: boolean
}

/**
 * Carries out the rest of a plan.
 * @throws PLAN_OTHER_CHAIN; PLAN_EXPIRED, PLAN_OVER_BUDGET, PLAN_DRIFT before anything of the rest is
 *   signed; then as sending does
 */
export async function applyPlan(
  engine: Engine,
  plan: WrittenPlan,
  { dryRun = false, signed }: ApplyOptions,
): Promise<AppliedPlan> {
  const { chain, journal } = engine
  if (chain.chainId !== plan.chainId) {
    throw planOfOtherChain(plan.chainId, chain.chainId, chain.network.name)
  }
  await forgetRolledBack(chain, journal)
  if (signed && !dryRun) await adoptSent(engine, plan, signed)
  const look = () => judge(engine, plan, dryRun)
  // While another process carries it out, its nonces would falsely seem taken.
  const before = await (dryRun ? look() : engine.lease(chain.chainId, plan.from, look))
  const { rest } = before
  if (!signed) await engine.check(...rest.map((one) => callOf(plan.chainId, plan.from, one)))
  if (rest.length > 0 && !dryRun) {
    await engine.confirm({ ...plan, transactions: rest })
    await sendRest(engine, plan, signed)
  }
  const outcomes = await outcomesOf(engine, plan, before, dryRun)
  return { outcomes, unsent: dryRun ? rest : [], isPlanned: dryRun }
}

/** Reads how far the plan is carried out, and checks the rest. @throws PLAN_EXPIRED, PLAN_OVER_BUDGET, PLAN_DRIFT */
async function judge(engine: Engine, plan: WrittenPlan, dryRun: boolean): Promise<PlanState> {
  const before = await planState(engine, plan)
  const [next] = before.rest
  if (!next) return before
  assertUnexpired(plan, engine.clock.now())
  assertWithinBudget(before.rest, engine.policy.maxFeeWei)
  // A newer nonce waits for the older ones, and the rest may depend on what they do.
  if (!dryRun) await finishBefore(engine, before.rows, next)
  await assertNoDrift(engine, plan, before.rest)
  return before
}

/** Awaits what is under way, up to the first transaction that is not. */
async function finishBefore(
  engine: Engine,
  rows: PlanState['rows'],
  { nonce }: PlannedTransaction,
): Promise<void> {
  const open = [...rows.values()].filter((row) => isOpen(row) && row.nonce < nonce)
  if (open.length === 0) return
  await rebroadcastOpen(engine, engine.from)
  const watcher = watcherOf(engine)
  const closed = await Promise.all(open.map((row) => watcher.watch(row)))
  for (const row of closed) await outcomeOf(engine.chain, row)
}

/** Final transactions of the plan, in its order; in a dry run, those final by now. */
async function outcomesOf(
  engine: Engine,
  plan: WrittenPlan,
  before: PlanState,
  dryRun: boolean,
): Promise<Outcome[]> {
  const { rows } = dryRun ? before : await planState(engine, plan)
  if ([...rows.values()].some(isOpen) && !dryRun) await rebroadcastOpen(engine, engine.from)
  const watcher = watcherOf(engine)
  const errors = await knownErrors()
  const found = await Promise.all(
    plan.transactions.map(async (transaction) => {
      const { idempotencyKey } = transaction
      const row = rows.get(idempotencyKey)
      if (!row || (dryRun && isOpen(row))) return []
      const intent = { ...transaction, abi: errors }
      const outcome = await outcomeOf(engine.chain, await watcher.watch(row), intent)
      return [{ ...outcome, alreadyDone: before.rows.get(idempotencyKey)?.state === 'final' }]
    }),
  )
  return found.flat()
}
