// Holdings that were burned on Bytom itself: the rule that excludes a holder names the transactions
// that retired them. Retired amounts are in no balance of the snapshot; so the rule leaves the rest
// of the holder's balance unpaid, and the transactions prove that the other part was the holder's
// and is gone. If a transaction also spent outputs of others, only the part counts that cannot have
// been theirs.

import type { CampaignRules, Exclusion } from '../campaign/campaign.ts'
import { holderKey } from '../campaign/ruled-holder.ts'
import type { BytomFacts, RetireEvidence } from '../snapshot/bytom/facts.ts'
import { evidenceMissing, evidenceShort, evidenceWrong } from './evidence-errors.ts'

/** The transactions that a campaign names, as its snapshot has them. */
export interface Evidence {
  /** Path of snapshot.json, for errors. */
  readonly file: string
  readonly height: number | null
  readonly transactions: BytomFacts['evidence']
}

/**
 * Checks the evidence of every exclusion that names some.
 * @throws EVIDENCE_MISSING if the snapshot was taken without it; EVIDENCE_WRONG, EVIDENCE_SHORT
 *   (mismatch) naming the transaction.
 */
export function assertRetired(
  { exclude }: Pick<CampaignRules, 'exclude'>,
  evidence: Evidence,
): void {
  for (const [index, exclusion] of exclude.entries()) {
    const rule = `exclude[${index}]`
    const { address, retired = [], retiredBaseUnits = 0n } = exclusion
    const sum = retired.reduce(
      (total, id) => total + partRetired(rule, exclusion, found(rule, id, evidence), evidence),
      0n,
    )
    if (sum < retiredBaseUnits) throw evidenceShort(rule, address, retired, retiredBaseUnits, sum)
  }
}

/**
 * Whether the holder in a rule is expected to hold nothing, because the rule has evidence.
 * @param rule such as `exclude[0]`.
 */
export function isBurned(rule: string, { exclude }: Pick<CampaignRules, 'exclude'>): boolean {
  return exclude.some(({ retired }, index) => retired && rule === `exclude[${index}]`)
}

function found(rule: string, id: string, { file, transactions = [] }: Evidence): RetireEvidence {
  const one = transactions.find(({ transaction }) => transaction === id)
  if (one === undefined) throw evidenceMissing(rule, id, file)
  return one
}

/** Base units that a transaction certainly retired of the holder's. */
function partRetired(
  rule: string,
  { address }: Exclusion,
  { transaction, height, spent, spentBaseUnits, retiredBaseUnits }: RetireEvidence,
  evidence: Evidence,
): bigint {
  if (height === null) {
    throw evidenceWrong(rule, transaction, `is in no block up to ${evidence.height}`)
  }
  const own = spent.find(({ program }) => program === holderKey(address))?.baseUnits ?? 0n
  const ofOthers = spentBaseUnits - own
  const part = retiredBaseUnits > ofOthers ? retiredBaseUnits - ofOthers : 0n
  if (own === 0n || part === 0n) {
    throw evidenceWrong(rule, transaction, `of block ${height} retires nothing of ${address}`)
  }
  return part < own ? part : own
}
