import type { JournalRow } from '../journal/journal-row.ts'
import { type Engine, holdersOf } from '../transactions/engine.ts'
import type { PlannedTransaction } from './plan.ts'
import { findDrift } from './plan-drift.ts'
import { planDrift } from './plan-errors.ts'
import type { WrittenPlan } from './plan-file.ts'

export interface Standing {
  /** What the journal has of the plan, by idempotency key. */
  readonly rows: ReadonlyMap<string, JournalRow>
  readonly rest: readonly PlannedTransaction[]
}

/** How far a plan is carried out. @throws TX_IDEMPOTENCY_CONFLICT */
export async function standing(engine: Engine, { transactions }: WrittenPlan): Promise<Standing> {
  const rows = await holdersOf(engine, transactions)
  return { rows, rest: transactions.filter(({ idempotencyKey }) => !rows.has(idempotencyKey)) }
}

/** @throws PLAN_DRIFT */
export async function assertTrue(
  engine: Engine,
  plan: WrittenPlan,
  rest: readonly PlannedTransaction[],
): Promise<void> {
  const drift = await findDrift(engine, plan, rest)
  if (drift.length > 0) throw planDrift(drift)
}
