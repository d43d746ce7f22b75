import type { Standing } from '../policy/policy.ts'
import { OPERATION_CLASSES } from '../policy/policy.ts'
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

/** An address with a standing, by the name this home has for it. */
export interface Known {
  readonly address: string
  readonly standing: Standing
  readonly name: string | undefined
}

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  none: 'not listed',
  allowed: 'allow-listed',
  suspect: 'suspected',
  denied: 'denied',
}

export function gradeOf(struct: GradeStruct, known: readonly Known[]): Grade {
  const { lifted, tier, tierCount } = struct
  const isTiered = tier > 0n
  return {
    operation: OPERATION_CLASSES[Number(struct.class)] ?? 'unknown',
    tier: isTiered ? Number(tier) : null,
    tiers: isTiered ? Number(tierCount) : null,
    threshold: Number(struct.threshold),
    delaySeconds: Number(struct.delay),
    reasons: [
      ...(lifted ? ['the daily limit would be passed, so it takes the next tier'] : []),
      ...known.map(standingText),
    ],
  }
}

/** `0x… is allow-listed as 'payroll'` */
export function standingText({ address, standing, name }: Known): string {
  const as = name === undefined ? '' : ` as '${name}'`
  return `${address} is ${STANDING_WORDS[standing]}${as}`
}
