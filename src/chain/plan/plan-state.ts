import type { JournalRow } from '../journal/journal-row.ts'
import { type Engine, rowsByKey } from '../transactions/engine.ts'
import type { PlannedTransaction } from './plan.ts'
import { findDrift } from './plan-drift.ts'
import { planDrift } from './plan-errors.ts'
import type { WrittenPlan } from './plan-file.ts'

export interface PlanState {
  /** The plan's rows of the journal, by idempotency key. */
  readonly rows: ReadonlyMap<string, JournalRow>
  readonly rest: readonly PlannedTransaction[]
}

/** Reads how far a plan is carried out. @throws TX_IDEMPOTENCY_CONFLICT */
export async function planState(engine: Engine, { transactions }: WrittenPlan): Promise<PlanState> {
  const rows = await rowsByKey(engine, transactions)
  return { rows, rest: transactions.filter(({ idempotencyKey }) => !rows.has(idempotencyKey)) }
}

/** @throws PLAN_DRIFT */
export async function assertNoDrift(
  engine: Engine,
  plan: WrittenPlan,
  rest: readonly PlannedTransaction[],
): Promise<void> {
  const drift = await findDrift(engine, plan, rest)
  if (drift.length > 0) throw planDrift(drift)
}
