import type { Plan } from '../chain/plan/plan.ts'
import type { FailedPayout } from './distributor/payout-failures.ts'

export interface DistributeOptions {
  /** Maximum of batches to send now; the rest is left for another run. */
  readonly maxBatches?: number | undefined
  /** Maximum of transactions between signature and confirmation. */
  readonly inFlight?: number | undefined
  readonly dryRun?: boolean | undefined
  /** Simulate every batch too, for a plan of all of them; only with `dryRun`. */
  readonly withPlan?: boolean | undefined
  /** Called after each batch. */
  readonly onProgress?: ((text: string) => void) | undefined
}

/** Result of a run of `migrate distribute`, or of its plan. */
export interface Distribution {
  /** Leaves paid by this run, and by earlier ones or claims before it began. */
  readonly paid: number
  readonly alreadyPaid: number
  /** Leaves that a batch of this or an earlier run of this operator could not pay. */
  readonly failed: readonly FailedPayout[]
  /** Accounts whose amount is above 96 bits: only `claim` pays them. */
  readonly claimOnly: readonly { readonly index: number; readonly account: string }[]
  /** Transactions of this run; of transfers, groups of the batch size. */
  readonly batches: number
  readonly transactionHashes: readonly string[]
  /** Leaves of the whole campaign. */
  readonly totalBaseUnits: bigint
  /** Paid by this run. */
  readonly paidBaseUnits: bigint
  readonly gasUsed: bigint
  readonly isPlanned: boolean
  /** All that would be sent, when it was asked for. */
  readonly plan?: Plan
}
