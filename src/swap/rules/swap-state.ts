// The state of a lock, computed from both chains and the attestations alone: the same facts always
// give the same state.

import type { LockContractState } from '../contracts/lock-contract.ts'
import type { ReleaseContractState } from '../contracts/release-contract.ts'
import type { Lock, LockState } from './lock.ts'

export const SWAP_STATES = [
  /** Not settled on the source chain yet. */
  'confirming',
  /** Relayers have yet to attest it. */
  'attesting',
  /** Attested, and something prevents its release. */
  'waiting',
  /** Attested; anyone can release it. */
  'ready',
  'released',
  /** The release has expired; it will be refunded. */
  'expired',
  /** Anyone can refund it. */
  'refundable',
  'refunded',
  /** Released, and the tokens are out of circulation. */
  'retired',
] as const
export type SwapState = (typeof SWAP_STATES)[number]

export type WaitingFor =
  | 'confirmations'
  | 'relayers'
  | 'pause'
  | 'funds'
  | 'day-limit'
  | 'maximum'
  | 'closing'
  | 'recipient'
  | 'refund-opens'

export interface CurrentState {
  readonly state: SwapState
  /** What has to happen before it goes on; null if nothing. */
  readonly waitingFor: WaitingFor | null
}

/** Facts of both chains at one moment. Times are Unix seconds by the clock of their chain. */
export interface SwapFacts {
  readonly lockContract: Pick<LockContractState, 'paused' | 'quorum'>
  readonly releaseContract: Pick<
    ReleaseContractState,
    'paused' | 'closesAt' | 'maximum' | 'factor' | 'dayRoom' | 'balanceBaseUnits' | 'quorum'
  >
  readonly sourceTime: number
  readonly targetTime: number
  /** Time of the newest settled block of the target chain. */
  readonly targetSettledTime: number
}

/** Facts of one lock. */
export interface LockFacts {
  readonly lock: Lock
  /** In the lock contract now, and in the newest settled block. */
  readonly now: LockState
  readonly settled: LockState
  readonly isReleased: boolean
  /** Relayers that attest it, in number. */
  readonly releaseAttestations: number
  readonly refundAttestations: number
}

export function currentState(facts: LockFacts, swap: SwapFacts): CurrentState {
  const { now, settled, isReleased } = facts
  if (now === 'refunded' || now === 'retired') return { state: now, waitingFor: null }
  if (isReleased) return { state: 'released', waitingFor: null }
  if (settled !== 'locked') return { state: 'confirming', waitingFor: 'confirmations' }
  if (isExpired(facts.lock, swap.targetTime)) return refundState(facts, swap)
  if (facts.releaseAttestations < swap.releaseContract.quorum) {
    return { state: 'attesting', waitingFor: 'relayers' }
  }
  const obstacle = obstacleOf(facts.lock, swap)
  return obstacle === null
    ? { state: 'ready', waitingFor: null }
    : { state: 'waiting', waitingFor: obstacle }
}

/** Whether a lock can no longer be released at a time of the target chain, in Unix seconds. */
export function isExpired({ releaseExpiry }: Lock, targetTime: number): boolean {
  return BigInt(targetTime) >= releaseExpiry
}

/** Base units that a release pays. */
export function paymentOf(
  { amount }: Pick<Lock, 'amount'>,
  { factor }: Pick<ReleaseContractState, 'factor'>,
): bigint {
  return amount * factor
}

function refundState(
  { lock, refundAttestations }: LockFacts,
  { lockContract, sourceTime, targetSettledTime }: SwapFacts,
): CurrentState {
  const expired = (waitingFor: WaitingFor): CurrentState => ({ state: 'expired', waitingFor })
  if (!isExpired(lock, targetSettledTime)) return expired('confirmations')
  if (refundAttestations < lockContract.quorum) return expired('relayers')
  if (BigInt(sourceTime) < lock.refundOpens) return expired('refund-opens')
  return { state: 'refundable', waitingFor: lockContract.paused ? 'pause' : null }
}

/** What prevents the release of an attested lock now. */
function obstacleOf(lock: Lock, { releaseContract, targetTime }: SwapFacts): WaitingFor | null {
  const payment = paymentOf(lock, releaseContract)
  if (releaseContract.paused) return 'pause'
  if (BigInt(targetTime) >= releaseContract.closesAt) return 'closing'
  if (payment > releaseContract.maximum) return 'maximum'
  if (payment > releaseContract.balanceBaseUnits) return 'funds'
  if (payment > releaseContract.dayRoom) return 'day-limit'
  return null
}
