import type { Check } from './distributor/distributor-checks.ts'
import type { FailedPayout } from './distributor/payout-failures.ts'

export interface AuditOptions {
  /** Another contract than the one in `deployment.json`. */
  readonly distributor?: string | undefined
  /** Also every payment by its event or its signature. */
  readonly full?: boolean | undefined
}

/** Where every base unit is. The three sums make up all that came in. */
export interface PaymentAudit {
  readonly checks: readonly Check[]
  readonly paid: number
  readonly unpaid: number
  readonly paidBaseUnits: bigint
  /** Still owed. Nothing is, once the deadline has passed. */
  readonly unpaidBaseUnits: bigint
  /**
   * Neither paid nor owed: more than was needed, or what the deadline left over, closed out or not.
   */
  readonly remainderBaseUnits: bigint
}

/** A reconciliation, and the block of the chain that it is true of. */
export interface AuditFindings extends PaymentAudit {
  readonly blockHeight: number
}

/** What anyone finds who has the published files and an endpoint. */
export interface AuditResult extends AuditFindings {
  /** True when every check holds. */
  readonly ok: boolean
  /** Transfers that the chain took and that failed; a push's failures are merely unpaid. */
  readonly failed: readonly FailedPayout[]
}

export function auditResult(
  findings: AuditFindings,
  failed: readonly FailedPayout[] = [],
): AuditResult {
  return { ...findings, failed, ok: findings.checks.every(({ ok }) => ok) }
}
