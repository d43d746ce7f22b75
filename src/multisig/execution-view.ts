import type { View } from '../primitives/view.ts'
import type { Cancelled, CounterProposal } from './cancel.ts'
import type { Confirmed } from './confirm.ts'
import type { Executed } from './execute.ts'
import { proposedView } from './multisig-view.ts'
import { plannedView } from './planned-view.ts'
import { isoTime } from './proposal-text.ts'

export function executedView({ checked, plan, ...done }: Executed): View {
  const { digest } = checked.proposal
  const { transactionHash, executed, alreadyDone, executableAtSeconds } = done
  const executableAt = executableAtSeconds === null ? null : isoTime(executableAtSeconds)
  const json = { digest, transactionHash, executed, alreadyDone, executableAt }
  if (plan) return plannedView(json, plan)
  const by = transactionHash === null ? '' : ` by ${transactionHash}`
  if (!executed) return { json, text: `The time-lock runs until ${executableAt}${by}.` }
  return { json, text: `The proposal ${digest} is ${alreadyDone ? 'already ' : ''}executed${by}.` }
}

export function confirmedView({ proposal, plan, ...confirmed }: Confirmed): View {
  const { transactionHash, owner, alreadyDone, weight, threshold } = confirmed
  const { digest } = proposal
  const json = { digest, owner, transactionHash, alreadyDone, weight, threshold }
  if (plan) return plannedView(json, plan)
  const confirms = alreadyDone ? 'has already confirmed' : 'confirmed'
  const text = `${owner} ${confirms} ${digest}: weight ${weight} of the ${threshold} needed.`
  return { json, text }
}

export function cancellationView(cancellation: Cancelled | CounterProposal): View {
  if (!('checked' in cancellation)) return cancelledView(cancellation)
  return proposedView({ written: [cancellation], details: [] })
}

function cancelledView({ proposal, plan, ...result }: Cancelled): View {
  const { transactionHashes, cancelled, alreadyDone, weight, threshold } = result
  const { digest } = proposal
  const json = { digest, cancelled, transactionHashes, alreadyDone, weight, threshold }
  if (plan) return plannedView(json, plan)
  if (cancelled)
    return { json, text: `The proposal ${digest} is ${alreadyDone ? 'already ' : ''}cancelled.` }
  const text = `Confirmed: weight ${weight} of the ${threshold} needed to cancel the proposal ${digest}.`
  return { json, text }
}
