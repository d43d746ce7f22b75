import type { WrittenPlan } from '../chain/plan/plan-file.ts'
import { CapstanError } from '../primitives/capstan-error.ts'
import type { Call } from './proposal/proposal.ts'

/**
 * The calls of a plan, for a multisig to make.
 * @throws PLAN_NOT_PROPOSABLE for a plan of another chain or account, or one that deploys
 */
export function planCalls(
  { chainId, from, transactions }: WrittenPlan,
  connected: bigint,
  multisig: string,
): Call[] {
  if (chainId !== connected) throw notProposable(`is for chain id ${chainId}, not ${connected}`)
  if (from !== multisig) throw notProposable(`is for the account ${from}, not ${multisig}`)
  return transactions.map(({ to, valueWei, data, decoded }) => {
    if (to === null) throw notProposable('deploys a contract, which a multisig cannot do')
    return { to, valueWei, data, decoded }
  })
}

function notProposable(reason: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_NOT_PROPOSABLE',
    kind: 'mismatch',
    message: `The plan ${reason}.`,
    details: { reason },
    suggestions: ['Make the plan with --from MULTISIG --plan-out FILE.'],
  })
}
