import type { Check } from './distributor/distributor-checks.ts'
import type { FailedPayout } from './distributor/payout-failures.ts'

export interface AuditOptions {
  /** Another contract than the one in `deployment.json`. */
  readonly distributor?: string | undefined
  /** Also every payment by its event or its signature. */
  readonly full?: boolean | undefined
}

/** Where every base unit is. The three sums add up to everything that came in. */
export interface PaymentAudit {
  readonly checks: readonly Check[]
  readonly paid: number
  readonly unpaid: number
  readonly paidBaseUnits: bigint
  /** Still owed; 0 after the deadline. */
  readonly unpaidBaseUnits: bigint
  /**
   * Neither paid nor owed: more than was needed, or what the deadline left over, closed out or not.
   */
  readonly remainderBaseUnits: bigint
}

/** The audit of payments, and its block. */
export interface AuditFindings extends PaymentAudit {
  readonly blockHeight: number
}

/** Result that anyone can compute from the published files and an endpoint. */
export interface AuditResult extends AuditFindings {
  /** True when every check holds. */
  readonly ok: boolean
  /** Transfers that were mined and failed; failures of a push count as unpaid only. */
  readonly failed: readonly FailedPayout[]
}

export function auditResult(
  findings: AuditFindings,
  failed: readonly FailedPayout[] = [],
): AuditResult {
  return { ...findings, failed, ok: findings.checks.every(({ ok }) => ok) }
}
