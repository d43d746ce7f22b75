import { OPERATION_CLASSES } from '../policy/policy.ts'
import type { GradeReason } from '../proposal/grade-reason.ts'
import type { Grade } from '../proposal/proposal.ts'

/** A grade as the contract gives it. */
export interface GradeStruct {
  readonly class: bigint
  readonly tier: bigint
  readonly tierCount: bigint
  readonly lifted: boolean
  readonly threshold: bigint
  readonly delay: bigint
}

/** An address the policy lists, by the name this home has for it. */
export type Known = Extract<GradeReason, { kind: 'listed' }>

export function gradeOf(struct: GradeStruct, known: readonly Known[]): Grade {
  const { lifted, tier, tierCount } = struct
  const isTiered = tier > 0n
  return {
    operation: OPERATION_CLASSES[Number(struct.class)] ?? 'unknown',
    tier: isTiered ? Number(tier) : null,
    tiers: isTiered ? Number(tierCount) : null,
    threshold: Number(struct.threshold),
    delaySeconds: Number(struct.delay),
    reasons: [...(lifted ? [{ kind: 'daily-limit' as const }] : []), ...known],
  }
}
