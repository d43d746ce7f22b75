import type { Plan } from '../../chain/plan/plan.ts'
import { checkProposal } from '../../multisig/check-proposal.ts'
import { cancel } from '../../multisig/confirm.ts'
import { cancelledView } from '../../multisig/execution-view.ts'
import { notExecutable, outMissing } from '../../multisig/multisig-errors.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import type { Proposal } from '../../multisig/proposal/proposal.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'
import { proposalOf } from '../../multisig/propose.ts'
import type { View } from '../../primitives/view.ts'
import type { SendSession } from '../frame/send-session.ts'
import { proposalTools } from './tools.ts'

/** Calls a proposal off, in the way of its kind of contract. */
export async function callOff(
  session: SendSession,
  proposal: Proposal,
  { out, dryRun }: { readonly out: string | undefined; readonly dryRun: boolean },
): Promise<{ view: View; plan?: Plan }> {
  const tools = await proposalTools(session, proposal)
  const { terms, digest } = proposal
  const { state, transactionHash } = (await checkProposal(tools, proposal)).judgement
  const done = { proposal, weight: 0, threshold: 0, alreadyDone: true, cancelled: true }
  if (state === 'cancelled') {
    const hashes = transactionHash === null ? [] : [transactionHash]
    return { view: cancelledView({ ...done, transactionHashes: hashes }) }
  }
  if (state === 'executed' || state === 'superseded') throw notExecutable(digest, state, [])
  const cancellation = await tools.driver.cancellation(terms, () => session.sender())
  if (cancellation.kind === 'proposal') {
    if (out === undefined) throw outMissing()
    const checked = await proposalOf(tools, cancellation.terms)
    await PROPOSAL.writeNew(out, checked.proposal)
    return { view: proposedView([{ file: out, proposal: checked.proposal }], [checked]) }
  }
  const transactions = await session.transactions()
  const cancelled = await cancel({ ...tools, transactions }, proposal, cancellation, dryRun)
  return { view: cancelledView(cancelled), ...(cancelled.plan && { plan: cancelled.plan }) }
}
