import type { Drift } from './drift.ts'
import type { Plan, PlannedTransaction } from './plan.ts'

/** A drift before its transaction is known by number. */
export interface Finding extends Omit<Drift, 'transaction'> {
  readonly of: PlannedTransaction | null
}

export function numbered({ transactions }: Plan, { of, ...drift }: Finding): Drift {
  const transaction =
    of === null ? null : transactions.findIndex(({ nonce }) => nonce === of.nonce) + 1
  return { ...drift, transaction }
}
