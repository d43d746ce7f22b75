import { readLocksById } from '../contracts/lock-contract.ts'
import { readReleased } from '../contracts/release-contract.ts'
import { lockIdOf } from '../rules/lock.ts'
import { lockReorgedOut } from '../swap-errors.ts'
import type { Observation } from './observe.ts'
import type { RelayTools } from './relay-tools.ts'

/**
 * Checks that every lock this relayer attested is still on the source chain. After a reorganisation
 * deeper than the confirmations the same tokens could be locked again under another id and be paid
 * twice, so the relayer stops.
 * @throws SWAP_LOCK_VANISHED
 */
export async function assertNothingReorgedOut(
  { swap, signer, story }: RelayTools,
  { source, locks, terms }: Observation,
): Promise<void> {
  story.note('Reading the swap from the start.')
  const known = new Set(locks.map(({ lockId }) => lockId))
  const { attestations, faults } = await swap.attestations.releasesOf(signer.address)
  for (const { message } of faults) story.warn(message)
  for (const { lock } of attestations) {
    const lockId = lockIdOf(lock)
    const isOfThisSwap =
      lock.sourceChainId === terms.sourceChainId &&
      lock.lockContract === terms.lockContract &&
      lock.releaseContract === terms.releaseContract
    if (!isOfThisSwap || known.has(lockId)) continue
    // No longer settled, but still on the chain.
    const at = source.head.number
    const [now] = await readLocksById(swap.source.chain, terms.lockContract, [lockId], at)
    if (now && now.state !== 'none') continue
    const { target } = swap
    const released = await readReleased(target.chain, terms.releaseContract, [lockId], 'latest')
    throw lockReorgedOut(lockId, released.has(lockId))
  }
}
