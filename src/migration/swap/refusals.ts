import { decodeRevert, revertData } from '../../chain/decode/decode-revert.ts'
import { simulateEach } from '../../chain/transactions/simulate.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import type { AttestedLock } from './attest-due.ts'
import type { RelayTools } from './relay-tools.ts'
import type { WaitingFor } from './swap-state.ts'

/** Why the node would not run a release. */
export interface Refusal {
  /** Null where another relayer has released it meanwhile. */
  readonly waitingFor: WaitingFor | null
  /** As the contract says it: `SwapPaymentRefused(…)`. */
  readonly reason: string
}

/** What the contract's refusals wait for. */
const WAITING_FOR: Readonly<Record<string, WaitingFor | null>> = {
  SwapAlreadyReleased: null,
  SwapPaymentRefused: 'recipient',
  SwapUnderfunded: 'funds',
  SwapDayLimitExceeded: 'day-limit',
  SwapMaximumExceeded: 'maximum',
  EnforcedPause: 'pause',
  SwapClosed: 'closing',
}

/** The releases the node would not run, by lock. One that stumbles must not stop the others. */
export async function refusalsOf(
  { swap: { target }, signer }: RelayTools,
  releases: readonly { readonly lock: AttestedLock; readonly intent: Intent }[],
): Promise<ReadonlyMap<string, Refusal>> {
  const intents = releases.map(({ intent }) => intent)
  const answers = await simulateEach(target.chain, signer.address, intents)
  const refused = new Map<string, Refusal>()
  for (const [index, { lock, intent }] of releases.entries()) {
    const answer = answers[index]
    const data = answer && 'error' in answer ? revertData(answer.error) : null
    if (data === null) continue
    const { name, text } = await decodeRevert(data, intent.abi)
    const waitingFor = name !== null && name in WAITING_FOR ? WAITING_FOR[name] : 'relayers'
    refused.set(lock.lockId, { waitingFor: waitingFor ?? null, reason: text })
  }
  return refused
}
