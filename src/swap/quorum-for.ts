import { type LockEntry, readLockContract } from './contracts/lock-contract.ts'
import { type AttestationKind, quorumOf } from './rules/attestation.ts'
import type { Swap } from './swap.ts'
import { quorumMissing } from './swap-errors.ts'

/**
 * The signatures that the lock contract needs for a lock, from the shared folder of attestations.
 * @throws SWAP_QUORUM_MISSING, SWAP_CONTRACT_FOREIGN
 */
export async function quorumFor(
  { source, terms, attestations }: Swap,
  kind: Exclude<AttestationKind, 'release'>,
  { lockId, lock }: LockEntry,
  at: number,
): Promise<readonly string[]> {
  const quorum = await readLockContract(source.chain, terms.source.lock, at)
  const read = await attestations.read(kind, lock, quorum.relayers)
  const signatures = quorumOf(read.attestations, quorum)
  if (signatures) return signatures
  throw quorumMissing(lockId, kind, read.attestations.length, quorum.quorum)
}
