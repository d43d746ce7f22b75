import type { ProposalTerms } from '../proposal/proposal.ts'
import { SAFE } from './safe-abi.ts'
import { encodeSafeSignatures, type SafeConfirmation } from './safe-signatures.ts'
import { NO_REFUND, safeTransaction } from './safe-transaction.ts'

/**
 * The call of `execTransaction`.
 * @param confirmations sorted by owner, one each
 */
export function encodeExecution(
  terms: ProposalTerms,
  confirmations: readonly SafeConfirmation[],
): string {
  return SAFE.encodeFunctionData('execTransaction', [
    ...hashedArguments(terms),
    encodeSafeSignatures(confirmations),
  ])
}

/** What `execTransaction` and `getTransactionHash` both begin with. */
export function hashedArguments(terms: ProposalTerms): unknown[] {
  const { to, valueWei, data, operation } = safeTransaction(terms)
  return [to, valueWei, data, operation, ...Object.values(NO_REFUND)]
}
