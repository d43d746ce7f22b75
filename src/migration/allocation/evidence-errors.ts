import { CapstanError } from '../../primitives/capstan-error.ts'
import { campaignStep } from '../../primitives/suggestion.ts'

/** @param rule such as `exclude[0]`; @param file snapshot.json. */
export function evidenceMissing(rule: string, transaction: string, file: string): CapstanError {
  return new CapstanError({
    code: 'EVIDENCE_MISSING',
    kind: 'refused',
    message: `${file} was written before rules.${rule} named the transaction ${transaction}.`,
    details: { rule, transaction, file },
    suggestions: [campaignStep('snapshot')],
  })
}

/** @param problem continues "transaction … ". */
export function evidenceWrong(rule: string, transaction: string, problem: string): CapstanError {
  return new CapstanError({
    code: 'EVIDENCE_WRONG',
    kind: 'mismatch',
    message: `The evidence of rules.${rule} is wrong: transaction ${transaction} ${problem}.`,
    details: { rule, transaction, problem },
  })
}

/** @param claimed, retired in base units. */
export function evidenceShort(
  rule: string,
  address: string,
  transactions: readonly string[],
  claimed: bigint,
  retired: bigint,
): CapstanError {
  const named = transactions.join(', ')
  return new CapstanError({
    code: 'EVIDENCE_SHORT',
    kind: 'mismatch',
    message: `rules.${rule} claims that ${address} retired ${claimed} base units, but ${named} retired ${retired}.`,
    details: {
      rule,
      transactions,
      claimedBaseUnits: claimed.toString(),
      retiredBaseUnits: retired.toString(),
    },
  })
}
