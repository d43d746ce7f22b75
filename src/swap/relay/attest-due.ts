import { assertReleaseEvents } from '../contracts/release-evidence.ts'
import type { Attested } from '../files/attestation-folder.ts'
import { type Attestation, type AttestationKind, attestationMessage } from '../rules/attestation.ts'
import { isExpired } from '../rules/swap-state.ts'
import type { Observation, ObservedLock } from './observe.ts'
import type { RelayTools } from './relay-tools.ts'

/** An attestation that this run gave. */
export interface GivenAttestation {
  readonly kind: AttestationKind
  readonly lockId: string
}

/** An observed lock with the attestations of the relayers. */
export interface AttestedLock extends ObservedLock {
  readonly releases: readonly Attestation[]
  readonly refunds: readonly Attestation[]
}

/**
 * What a relayer may attest of a lock, if anything: the release while it can happen; the retirement
 * once the release is settled; the refund once the release never can happen, because a settled
 * block of the target chain is past its expiry and the lock is not released by then.
 */
export function dueAttestation(
  { lock, state, isReleased, isReleasedForGood }: ObservedLock,
  { target }: Pick<Observation, 'target'>,
): AttestationKind | null {
  if (state !== 'locked') return null
  if (isReleasedForGood) return 'retirement'
  if (isReleased) return null
  if (!isExpired(lock, target.head.timestampSeconds)) return 'release'
  return isExpired(lock, target.settled.timestampSeconds) ? 'refund' : null
}

/**
 * Gives each attestation of this relayer that is due and missing, and reads those of all relayers.
 */
export async function attestDue(
  tools: RelayTools,
  observation: Observation,
): Promise<{ given: GivenAttestation[]; locks: AttestedLock[] }> {
  const given: GivenAttestation[] = []
  const locks: AttestedLock[] = []
  for (const observed of observation.locks) {
    const kind = dueAttestation(observed, observation)
    const own = kind && (await attest(tools, observation, observed, kind))
    if (own) given.push({ kind: own.kind, lockId: observed.lockId })
    const isOpen = observed.state === 'locked' && !observed.isReleased
    const attested = isOpen ? await attestationsFor(tools, observation, observed) : NONE
    locks.push({ ...observed, ...attested })
  }
  return { given, locks }
}

const NONE = { releases: [], refunds: [] } as const

/** Undefined if it was given before, or this account may not give it. */
async function attest(
  { swap, signer, story }: RelayTools,
  observation: Observation,
  { lock, lockId, isReleasedForGood: isReleased }: ObservedLock,
  kind: AttestationKind,
): Promise<Attestation | undefined> {
  const { attestations, target } = swap
  const relayer = signer.address
  const { relayers } = kind === 'release' ? observation.releaseContract : observation.lockContract
  if (!relayers.includes(relayer)) return undefined
  const before = await attestations.read(kind, lock, [relayer])
  if (before.attestations.length > 0) return undefined
  if (kind !== 'release') {
    const { releaseContract } = lock
    const range = { from: target.place.fromBlock, to: observation.target.settled.number }
    await assertReleaseEvents(target, { releaseContract, lockId, isReleased, range })
  }
  const { domain, types, value } = attestationMessage(kind, lock)
  const signature = await signer.signTypedData(domain, types, value)
  const attestation = { kind, lock, relayer, signature }
  await attestations.publish(attestation)
  story.note(`Attested the ${kind} of lock ${lockId}.`)
  return attestation
}

async function attestationsFor(
  { swap: { attestations }, story }: RelayTools,
  { lockContract, releaseContract }: Observation,
  { lock }: ObservedLock,
): Promise<Pick<AttestedLock, 'releases' | 'refunds'>> {
  const [releases, refunds] = await Promise.all([
    attestations.read('release', lock, releaseContract.relayers),
    attestations.read('refund', lock, lockContract.relayers),
  ])
  warnOf(releases, story)
  warnOf(refunds, story)
  return { releases: releases.attestations, refunds: refunds.attestations }
}

/** A damaged file costs only the attestation in it. */
function warnOf({ faults }: Attested, story: RelayTools['story']): void {
  for (const { message } of faults) story.warn(message)
}
