import { assertReleaseEvents } from '../contracts/release-evidence.ts'
import type { Attested } from '../files/attestation-folder.ts'
import { type Attestation, type AttestationKind, attestationMessage } from '../rules/attestation.ts'
import { isExpired } from '../rules/swap-state.ts'
import type { RelayTools } from './relay-tools.ts'
import type { Survey, SurveyedLock } from './survey.ts'

/** One word that was given in this run. */
export interface GivenWord {
  readonly kind: AttestationKind
  readonly lockId: string
}

/** A lock of the survey with what the relayers say of it. */
export interface AttestedLock extends SurveyedLock {
  readonly releases: readonly Attestation[]
  readonly refunds: readonly Attestation[]
}

/**
 * What a relayer may say of a lock, if anything. A release while it can happen; its retirement once
 * it has happened for good; a refund once it never can: its expiry is in a settled block of the
 * target chain, by which nothing was released.
 */
export function dueAttestation(
  { lock, state, isReleased, isReleasedForGood }: SurveyedLock,
  { target }: Pick<Survey, 'target'>,
): AttestationKind | null {
  if (state !== 'locked') return null
  if (isReleasedForGood) return 'retirement'
  if (isReleased) return null
  if (!isExpired(lock, target.head.timestampSeconds)) return 'release'
  return isExpired(lock, target.settled.timestampSeconds) ? 'refund' : null
}

/** Gives this relayer's word where it is due and not given, and reads what all have given. */
export async function attestDue(
  tools: RelayTools,
  survey: Survey,
): Promise<{ given: GivenWord[]; locks: AttestedLock[] }> {
  const given: GivenWord[] = []
  const locks: AttestedLock[] = []
  for (const surveyed of survey.locks) {
    const kind = dueAttestation(surveyed, survey)
    const own = kind && (await giveWord(tools, survey, surveyed, kind))
    if (own) given.push({ kind: own.kind, lockId: surveyed.lockId })
    const isOpen = surveyed.state === 'locked' && !surveyed.isReleased
    const words = isOpen ? await wordsFor(tools, survey, surveyed) : { releases: [], refunds: [] }
    locks.push({ ...surveyed, ...words })
  }
  return { given, locks }
}

/** Undefined where it was given before, or is not this relayer's to give. */
async function giveWord(
  { swap, signer, story }: RelayTools,
  survey: Survey,
  { lock, lockId, isReleasedForGood: isReleased }: SurveyedLock,
  kind: AttestationKind,
): Promise<Attestation | undefined> {
  const { attestations, target } = swap
  const relayer = signer.address
  const { relayers } = kind === 'release' ? survey.releaseContract : survey.lockContract
  if (!relayers.includes(relayer)) return undefined
  const before = await attestations.read(kind, lock, [relayer])
  if (before.attestations.length > 0) return undefined
  if (kind !== 'release') {
    const { releaseContract } = lock
    const range = { from: target.place.fromBlock, to: survey.target.settled.number }
    await assertReleaseEvents(target, { releaseContract, lockId, isReleased, range })
  }
  const { domain, types, value } = attestationMessage(kind, lock)
  const signature = await signer.signTypedData(domain, types, value)
  const attestation = { kind, lock, relayer, signature }
  await attestations.publish(attestation)
  story.note(`Attested the ${kind} of lock ${lockId}.`)
  return attestation
}

async function wordsFor(
  { swap: { attestations }, story }: RelayTools,
  { lockContract, releaseContract }: Survey,
  { lock }: SurveyedLock,
): Promise<Pick<AttestedLock, 'releases' | 'refunds'>> {
  const [releases, refunds] = await Promise.all([
    attestations.read('release', lock, releaseContract.relayers),
    attestations.read('refund', lock, lockContract.relayers),
  ])
  warnOf(releases, story)
  warnOf(refunds, story)
  return { releases: releases.attestations, refunds: refunds.attestations }
}

/** A damaged file of another relayer is its own word lost, and nobody else's. */
function warnOf({ faults }: Attested, story: RelayTools['story']): void {
  for (const { message } of faults) story.warn(message)
}
