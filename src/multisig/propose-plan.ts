import type { Plan } from '../chain/plan/plan.ts'
import { simulationFails } from './multisig-errors.ts'
import type { Call, ProposalTerms } from './proposal/proposal.ts'
import { PROPOSAL } from './proposal/proposal-file.ts'
import { detailsOf } from './proposal-details.ts'
import { propose } from './propose.ts'
import { type MultisigTools, remember } from './tools.ts'
import { expiryOf, type WrittenProposals } from './write-proposals.ts'

export interface PlannedWork {
  /** Where the proposal goes. */
  readonly file: string
  /** How long it can be executed, as typed. */
  readonly expires?: string | undefined
  /** Records the proposal before a file exists that could be signed. */
  readonly keep?: ((terms: ProposalTerms) => Promise<void>) | undefined
}

/** Identifies the work of a plan, so that proposing it again takes the same nonce. */
export function workOf({ transactions }: Plan): string {
  return transactions.map(({ idempotencyKey }) => idempotencyKey).join('\n')
}

/**
 * Writes the calls of a plan as a proposal of the multisig it is for.
 * @throws PROPOSAL_FILE_EXISTS, MULTISIG_CALL_REVERTS, MULTISIG_MISSING, MULTISIG_FOREIGN
 */
export async function proposePlan(
  tools: MultisigTools,
  plan: Plan,
  { file, expires, keep }: PlannedWork,
): Promise<WrittenProposals> {
  const expiresAtSeconds = expiryOf(expires, tools.now)
  const [checked] = await propose(tools, [{ calls: callsOf(plan), expiresAtSeconds }])
  if (checked === undefined) throw new TypeError('One draft makes one proposal')
  const { proposal, simulation } = checked
  if (simulation?.succeeded === false) {
    throw simulationFails(proposal.digest, simulation.revertReason ?? 'without a reason')
  }
  await keep?.(proposal.terms)
  await PROPOSAL.writeNew(file, proposal)
  await remember(tools)
  return { written: [{ file, checked }], details: await detailsOf(tools, proposal) }
}

/** A multisig makes calls; it deploys through the contract that does so for everybody. */
function callsOf({ transactions }: Plan): Call[] {
  return transactions.map(({ to, valueWei, data, decoded }) => {
    if (to === null) throw new TypeError('A multisig cannot deploy by itself')
    return { to, valueWei, data, decoded }
  })
}
