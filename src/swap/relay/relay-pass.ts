// One pass of a relayer: observe, attest, release. After each step another run, of this relayer or
// of another, can go on from there.

import type { CapstanError } from '../../primitives/capstan-error.ts'
import { PROGRESS } from '../files/progress-file.ts'
import { type CurrentState, currentState, paymentOf, type SwapFacts } from '../rules/swap-state.ts'
import { endedTwice, notRelayer } from '../swap-errors.ts'
import { type AttestedLock, attestDue, type GivenAttestation } from './attest-due.ts'
import { type Observation, observeSwap, progressOf } from './observe.ts'
import type { RelayTools } from './relay-tools.ts'
import { type Releases, releaseReady, type SentRelease } from './release-ready.ts'
import { assertNothingReorgedOut } from './reorged-out.ts'

/** A lock that has not ended after a pass. */
export interface OpenLock extends CurrentState {
  readonly lockId: string
  readonly recipient: string
  /** Base units of the token that is locked. */
  readonly amountBaseUnits: bigint
  /** Why its release failed, if it was tried: an error of the contract or a code. */
  readonly reason: string | null
}

export interface RelayPass {
  /** EIP-55. */
  readonly relayer: string
  /** Newest settled blocks; null while the contracts are in none. */
  readonly sourceBlock: number | null
  readonly targetBlock: number | null
  readonly attested: readonly GivenAttestation[]
  readonly released: readonly SentRelease[]
  /** Ids of the locks that this pass was to release and another relayer released first. */
  readonly releasedByOthers: readonly string[]
  readonly open: readonly OpenLock[]
  /** The worst error while sending, if any. */
  readonly failure: CapstanError | null
}

/**
 * @throws SWAP_NOT_RELAYER, SWAP_LOCK_VANISHED, SWAP_ENDED_TWICE, SWAP_PROGRESS_INVALID, and as
 * `observeSwap` does
 */
export async function relayPass(tools: RelayTools): Promise<RelayPass> {
  const relayer = tools.signer.address
  const observation = await observeSwap(tools.swap, tools.progressFile)
  if (!observation) {
    tools.story.note('The contracts of the swap are not in a settled block yet.')
    return nothingYet(relayer)
  }
  assertRelayer(relayer, observation)
  if (observation.isAnew) await assertNothingReorgedOut(tools, observation)
  const twice = observation.locks.find(
    ({ state, isReleased }) => state === 'refunded' && isReleased,
  )
  if (twice) throw endedTwice(twice.lockId)
  // Before attesting: without the noted block a later run would not see that it was reorged out.
  await PROGRESS.write(tools.progressFile, progressOf(observation))
  const { given, locks } = await attestDue(tools, observation)
  const releases = await releaseReady(tools, observation, releasable(locks, observation))
  for (const { lockId, transactionHash } of releases.sent) {
    tools.story.note(`Released lock ${lockId} in ${transactionHash}.`)
  }
  for (const lockId of releases.overtaken) {
    tools.story.note(`Lock ${lockId} was released by another relayer first.`)
  }
  return {
    relayer,
    sourceBlock: observation.source.settled.number,
    targetBlock: observation.target.settled.number,
    attested: given,
    released: releases.sent,
    releasedByOthers: releases.overtaken,
    open: openLocks(locks, observation, releases),
    failure: releases.failure,
  }
}

function nothingYet(relayer: string): RelayPass {
  const nothing = { attested: [], released: [], releasedByOthers: [], open: [], failure: null }
  return { relayer, sourceBlock: null, targetBlock: null, ...nothing }
}

function assertRelayer(relayer: string, { lockContract, releaseContract }: Observation): void {
  const relayers = [...new Set([...lockContract.relayers, ...releaseContract.relayers])]
  if (!relayers.includes(relayer)) throw notRelayer(relayer, relayers)
}

/** The ready locks, in order, as far as the day limit and the funds have room. */
function releasable(locks: readonly AttestedLock[], observation: Observation): AttestedLock[] {
  const { dayRoom, balanceBaseUnits } = observation.releaseContract
  let room = dayRoom < balanceBaseUnits ? dayRoom : balanceBaseUnits
  return locks.filter((lock) => {
    const payment = paymentOf(lock.lock, observation.releaseContract)
    if (stateOf(lock, observation).state !== 'ready' || payment > room) return false
    room -= payment
    return true
  })
}

function openLocks(
  locks: readonly AttestedLock[],
  observation: Observation,
  { sent, overtaken, refused, failed, failure }: Releases,
): OpenLock[] {
  const done = new Set([...sent.map(({ lockId }) => lockId), ...overtaken])
  return locks.flatMap((attested) => {
    const { lockId, lock, isReleased, state } = attested
    if (isReleased || state !== 'locked' || done.has(lockId)) return []
    const refusal = refused.get(lockId)
    const isFailed = failed.includes(lockId)
    const now: CurrentState = refusal
      ? { state: 'waiting', waitingFor: refusal.waitingFor }
      : roomless(stateOf(attested, observation), isFailed)
    const reason = refusal?.reason ?? (isFailed ? (failure?.code ?? null) : null)
    const { recipient, amount: amountBaseUnits } = lock
    return [{ lockId, recipient, amountBaseUnits, ...now, reason }]
  })
}

/** A ready lock that was not tried had no room beside the others. */
function roomless(now: CurrentState, wasTried: boolean): CurrentState {
  return now.state === 'ready' && !wasTried ? { state: 'waiting', waitingFor: 'day-limit' } : now
}

function stateOf(lock: AttestedLock, observation: Observation): CurrentState {
  const facts = {
    lock: lock.lock,
    now: lock.state,
    settled: lock.state,
    isReleased: lock.isReleased,
    releaseAttestations: lock.releases.length,
    refundAttestations: lock.refunds.length,
  }
  return currentState(facts, factsOf(observation))
}

function factsOf({ source, target, lockContract, releaseContract }: Observation): SwapFacts {
  return {
    lockContract,
    releaseContract,
    sourceTime: source.head.timestampSeconds,
    targetTime: target.head.timestampSeconds,
    targetSettledTime: target.settled.timestampSeconds,
  }
}
