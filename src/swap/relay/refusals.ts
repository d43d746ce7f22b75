import { decodeRevert, revertData } from '../../chain/decode/decode-revert.ts'
import { simulateEach } from '../../chain/transactions/simulate.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import type { WaitingFor } from '../rules/swap-state.ts'
import type { AttestedLock } from './attest-due.ts'
import type { RelayTools } from './relay-tools.ts'

/** Why the simulation of a release reverted. */
export interface Refusal {
  readonly waitingFor: WaitingFor
  /** The decoded error of the contract: `SwapPaymentRefused(…)`. */
  readonly reason: string
}

export interface Refusals {
  /** Ids of the locks that someone else released meanwhile. */
  readonly overtaken: readonly string[]
  /** The others, by lock. */
  readonly refused: ReadonlyMap<string, Refusal>
}

/** What has to happen, by error of the contract. */
const WAITING_FOR: ReadonlyMap<string | null, WaitingFor> = new Map([
  ['SwapPaymentRefused', 'recipient'],
  ['SwapUnderfunded', 'funds'],
  ['SwapDayLimitExceeded', 'day-limit'],
  ['SwapMaximumExceeded', 'maximum'],
  ['EnforcedPause', 'pause'],
  ['SwapClosed', 'closing'],
])

/** Simulates each release. One that reverts must not stop the others. */
export async function refusalsOf(
  { swap: { target }, signer }: RelayTools,
  releases: readonly { readonly lock: AttestedLock; readonly intent: Intent }[],
): Promise<Refusals> {
  const intents = releases.map(({ intent }) => intent)
  const answers = await simulateEach(target.chain, signer.address, intents)
  const overtaken: string[] = []
  const refused = new Map<string, Refusal>()
  for (const [index, { lock, intent }] of releases.entries()) {
    const answer = answers[index]
    const data = answer && 'error' in answer ? revertData(answer.error) : null
    if (data === null) continue
    const { name, text } = await decodeRevert(data, intent.abi)
    if (name === 'SwapAlreadyReleased') overtaken.push(lock.lockId)
    else refused.set(lock.lockId, { waitingFor: WAITING_FOR.get(name) ?? 'relayers', reason: text })
  }
  return { overtaken, refused }
}
