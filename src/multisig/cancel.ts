import type { SendingTools } from '../chain/transactions/tools.ts'
import type { Plan } from '../chain/transactions/transactions.ts'
import { type CheckedProposal, checkProposal } from './check-proposal.ts'
import type { Cancellation } from './driver.ts'
import { notExecutable, outMissing } from './multisig-errors.ts'
import type { Proposal } from './proposal/proposal.ts'
import { PROPOSAL } from './proposal/proposal-file.ts'
import { proposalOf } from './propose.ts'
import type { MultisigTools } from './tools.ts'

export interface Cancelled {
  readonly proposal: Proposal
  readonly transactionHashes: readonly string[]
  readonly cancelled: boolean
  readonly alreadyDone: boolean
  readonly weight: number
  readonly threshold: number
  readonly plan?: Plan
}

/** A proposal file that, signed and executed, takes the place of another. */
export interface CounterProposal {
  readonly file: string
  readonly checked: CheckedProposal
}

/**
 * Cancels a proposal the way its kind of contract does, or adds an owner's weight to the cancellation.
 * @throws MULTISIG_PROPOSAL_EXECUTED (or SUPERSEDED), MULTISIG_OUT_MISSING; then as sending does
 */
export async function cancel(
  tools: MultisigTools,
  sending: () => Promise<SendingTools>,
  proposal: Proposal,
  { out, dryRun }: { readonly out: string | undefined; readonly dryRun: boolean },
): Promise<Cancelled | CounterProposal> {
  const { state, transactionHash } = (await checkProposal(tools, proposal)).judgement
  if (state === 'cancelled') {
    const transactionHashes = transactionHash === null ? [] : [transactionHash]
    const done = { weight: 0, threshold: 0, alreadyDone: true, cancelled: true }
    return { proposal, transactionHashes, ...done }
  }
  if (state === 'executed' || state === 'superseded') {
    throw notExecutable(proposal.digest, state, [])
  }
  const owner = async () => (await sending()).sender
  const cancellation = await tools.driver.cancellation(proposal.terms, owner)
  if (cancellation.kind === 'transactions') {
    return sendCancellation(await sending(), proposal, cancellation, dryRun)
  }
  if (out === undefined) throw outMissing()
  const checked = await proposalOf(tools, cancellation.terms)
  await PROPOSAL.writeNew(out, checked.proposal)
  return { file: out, checked }
}

async function sendCancellation(
  { transactions }: SendingTools,
  proposal: Proposal,
  { intents, isLast, weight, threshold }: Extract<Cancellation, { kind: 'transactions' }>,
  dryRun: boolean,
): Promise<Cancelled> {
  const result = { proposal, weight, threshold }
  if (dryRun) {
    const plan = await transactions.plan(intents)
    return { ...result, transactionHashes: [], cancelled: false, alreadyDone: false, plan }
  }
  const transactionHashes: string[] = []
  for (const intent of intents) transactionHashes.push((await transactions.send(intent)).hash)
  return { ...result, transactionHashes, cancelled: isLast, alreadyDone: intents.length === 0 }
}
