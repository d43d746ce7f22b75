// One pass of a relayer: look, give one's word, release. Each step leaves things so that another run,
// of this relayer or of another, at any moment, goes on from there.

import type { CapstanError } from '../../primitives/capstan-error.ts'
import { PROGRESS } from '../files/progress-file.ts'
import { paymentOf, type Standing, type SwapFacts, standingOf } from '../rules/swap-state.ts'
import { endedTwice, notRelayer } from '../swap-errors.ts'
import { type AttestedLock, attestDue, type GivenWord } from './attest-due.ts'
import type { RelayTools } from './relay-tools.ts'
import { type Releases, releaseReady, type SentRelease } from './release-ready.ts'
import { progressOf, type Survey, surveySwap } from './survey.ts'
import { assertNothingVanished } from './vanished.ts'

/** A lock that is not over, after a pass. */
export interface OpenLock extends Standing {
  readonly lockId: string
  readonly recipient: string
  /** Base units of the token that is locked. */
  readonly amountBaseUnits: bigint
  /** What the contract or the node says against it, where it was asked. */
  readonly reason: string | null
}

export interface RelayPass {
  /** EIP-55. */
  readonly relayer: string
  /** Newest settled blocks; null while the contracts are in none. */
  readonly sourceBlock: number | null
  readonly targetBlock: number | null
  readonly attested: readonly GivenWord[]
  readonly released: readonly SentRelease[]
  /** Ids of the locks that this pass was to release, and another released first. */
  readonly releasedByOthers: readonly string[]
  readonly open: readonly OpenLock[]
  /** The worst of what went wrong while sending, if anything did. */
  readonly failure: CapstanError | null
}

/**
 * @throws SWAP_NOT_RELAYER, SWAP_LOCK_VANISHED, SWAP_ENDED_TWICE, and what `surveySwap` throws
 */
export async function relayPass(tools: RelayTools): Promise<RelayPass> {
  const relayer = tools.signer.address
  const survey = await surveySwap(tools.swap, tools.progressFile)
  if (!survey) {
    tools.story.note('The swap is not in a settled block yet.')
    return nothingYet(relayer)
  }
  assertRelayer(relayer, survey)
  if (survey.isAnew) await assertNothingVanished(tools, survey)
  const twice = survey.locks.find(({ state, isReleased }) => state === 'refunded' && isReleased)
  if (twice) throw endedTwice(twice.lockId)
  // First: a word whose block is not noted would survive that block's end unseen.
  await PROGRESS.write(tools.progressFile, progressOf(survey))
  const { given, locks } = await attestDue(tools, survey)
  const releases = await releaseReady(tools, survey, releasable(locks, survey))
  for (const { lockId, transactionHash } of releases.sent) {
    tools.story.note(`Released lock ${lockId} in ${transactionHash}.`)
  }
  for (const lockId of releases.overtaken) {
    tools.story.note(`Lock ${lockId} was released by another relayer first.`)
  }
  return {
    relayer,
    sourceBlock: survey.source.settled.number,
    targetBlock: survey.target.settled.number,
    attested: given,
    released: releases.sent,
    releasedByOthers: releases.overtaken,
    open: openLocks(locks, survey, releases),
    failure: releases.failure,
  }
}

function nothingYet(relayer: string): RelayPass {
  const nothing = { attested: [], released: [], releasedByOthers: [], open: [], failure: null }
  return { relayer, sourceBlock: null, targetBlock: null, ...nothing }
}

function assertRelayer(relayer: string, { lockContract, releaseContract }: Survey): void {
  const relayers = [...new Set([...lockContract.relayers, ...releaseContract.relayers])]
  if (!relayers.includes(relayer)) throw notRelayer(relayer, relayers)
}

/** As many of those that are ready as the limit of the day and the funds have room for, in order. */
function releasable(locks: readonly AttestedLock[], survey: Survey): AttestedLock[] {
  const { dayRoom, balanceBaseUnits } = survey.releaseContract
  let room = dayRoom < balanceBaseUnits ? dayRoom : balanceBaseUnits
  return locks.filter((lock) => {
    const payment = paymentOf(lock.lock, survey.releaseContract)
    if (standing(lock, survey).state !== 'ready' || payment > room) return false
    room -= payment
    return true
  })
}

function openLocks(
  locks: readonly AttestedLock[],
  survey: Survey,
  { sent, overtaken, refused, failed, failure }: Releases,
): OpenLock[] {
  const done = new Set([...sent.map(({ lockId }) => lockId), ...overtaken])
  return locks.flatMap((attested) => {
    const { lockId, lock, isReleased, state } = attested
    if (isReleased || state !== 'locked' || done.has(lockId)) return []
    const refusal = refused.get(lockId)
    const isFailed = failed.includes(lockId)
    const now: Standing = refusal
      ? { state: 'waiting', waitingFor: refusal.waitingFor }
      : roomless(standing(attested, survey), isFailed)
    const reason = refusal?.reason ?? (isFailed ? (failure?.code ?? null) : null)
    const { recipient, amount: amountBaseUnits } = lock
    return [{ lockId, recipient, amountBaseUnits, ...now, reason }]
  })
}

/** One that was ready and not tried had no room beside the others. */
function roomless(now: Standing, wasTried: boolean): Standing {
  return now.state === 'ready' && !wasTried ? { state: 'waiting', waitingFor: 'day-limit' } : now
}

function standing(lock: AttestedLock, survey: Survey): Standing {
  const facts = {
    lock: lock.lock,
    now: lock.state,
    settled: lock.state,
    isReleased: lock.isReleased,
    releaseAttestations: lock.releases.length,
    refundAttestations: lock.refunds.length,
  }
  return standingOf(facts, factsOf(survey))
}

function factsOf({ source, target, lockContract, releaseContract }: Survey): SwapFacts {
  return {
    lockContract,
    releaseContract,
    sourceTime: source.head.timestampSeconds,
    targetTime: target.head.timestampSeconds,
    targetSettledTime: target.settled.timestampSeconds,
  }
}
