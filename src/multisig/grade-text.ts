import type { Grade } from './proposal/proposal.ts'

/** `tier 2 of 3`, `batch, tier 1 of 3` */
export function gradeText({ operation, tier, tiers }: Grade): string {
  const tierText = tier === null ? undefined : `tier ${tier} of ${tiers}`
  const isTransfer = operation === 'transfer' || operation === 'token-transfer'
  if (tierText === undefined) return operation
  return isTransfer ? tierText : `${operation}, ${tierText}`
}
