import { type LockEntry, readLockContract } from './contracts/lock-contract.ts'
import { type AttestationKind, quorumOf } from './rules/attestation.ts'
import type { Swap } from './swap.ts'
import { quorumMissing } from './swap-errors.ts'

/**
 * The signatures the lock contract wants for a lock, from the folder where relayers meet.
 * @throws SWAP_QUORUM_MISSING
 */
export async function quorumFor(
  { source, terms, attestations }: Swap,
  kind: Exclude<AttestationKind, 'release'>,
  { lockId, lock }: LockEntry,
  at: number,
): Promise<readonly string[]> {
  const quorum = await readLockContract(source.chain, terms.source.lock, at)
  const words = await attestations.read(kind, lock, quorum.relayers)
  const signatures = quorumOf(words.attestations, quorum)
  if (signatures) return signatures
  throw quorumMissing(lockId, kind, words.attestations.length, quorum.quorum)
}
