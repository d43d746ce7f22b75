import type { Plan, Transactions } from '../chain/transactions/transactions.ts'
import type { CheckedProposal, CheckTools } from './check-proposal.ts'
import { notAnOwner, notExecutable } from './multisig-errors.ts'
import type { Proposal } from './proposal/proposal.ts'

export interface ConfirmTools extends CheckTools {
  readonly transactions: Transactions
}

export interface Asking {
  /** Who asks, EIP-55. */
  readonly owner: string
  readonly dryRun: boolean
}

export interface Confirmed {
  readonly proposal: Proposal
  readonly transactionHash: string | null
  readonly owner: string
  readonly alreadyDone: boolean
  /** Weight collected with this confirmation; `threshold` is the weight needed. */
  readonly weight: number
  readonly threshold: number
  readonly plan?: Plan
}

/**
 * Confirms a proposal on chain as an owner, once.
 * @throws MULTISIG_NOT_OWNER, MULTISIG_PROPOSAL_EXECUTED (or the code of another final state); then as sending does
 */
export async function confirm(
  { driver, transactions }: ConfirmTools,
  { proposal, judgement, collected }: CheckedProposal,
  { owner, dryRun }: Asking,
): Promise<Confirmed> {
  const { state, owners, confirmedBy, grade } = judgement
  if (state !== 'open' && state !== 'waiting') throw notExecutable(proposal.digest, state, [])
  const member = owners.find(({ address }) => address === owner)
  if (member === undefined) throw notAnOwner(driver.multisig, owner)
  const isCounted = collected.confirmations.some((one) => one.owner === owner)
  const weight = collected.weight + (isCounted ? 0 : member.weight)
  const result = { proposal, owner, weight, threshold: grade.threshold }
  if (confirmedBy.includes(owner)) return { ...result, transactionHash: null, alreadyDone: true }
  const intent = await driver.confirmation(proposal.terms, owner)
  if (dryRun) {
    const plan = await transactions.plan([intent])
    return { ...result, transactionHash: null, alreadyDone: false, plan }
  }
  const { hash, alreadyDone } = await transactions.send(intent)
  return { ...result, transactionHash: hash, alreadyDone }
}
