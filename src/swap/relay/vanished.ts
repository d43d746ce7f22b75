import { readLocksById } from '../contracts/lock-contract.ts'
import { readReleased } from '../contracts/release-contract.ts'
import { lockIdOf } from '../rules/lock.ts'
import { lockVanished } from '../swap-errors.ts'
import type { RelayTools } from './relay-tools.ts'
import type { Survey } from './survey.ts'

/**
 * Everything this relayer ever attested must still be on the source chain. After a reorganisation
 * deeper than the confirmations it may not be; the same tokens could then be locked again under
 * another id and be paid a second time, so the relayer stops instead of signing on.
 * @throws SWAP_LOCK_VANISHED
 */
export async function assertNothingVanished(
  { swap, signer, story }: RelayTools,
  { source, locks, terms }: Survey,
): Promise<void> {
  story.note('Reading the swap from its beginning.')
  const known = new Set(locks.map(({ lockId }) => lockId))
  const { attestations, faults } = await swap.attestations.releasesOf(signer.address)
  for (const { message } of faults) story.warn(message)
  for (const { lock } of attestations) {
    const lockId = lockIdOf(lock)
    const isOfThis =
      lock.sourceChainId === terms.sourceChainId &&
      lock.lockContract === terms.lockContract &&
      lock.releaseContract === terms.releaseContract
    if (!isOfThis || known.has(lockId)) continue
    // Not settled any more, but not gone either.
    const at = source.head.number
    const [now] = await readLocksById(swap.source.chain, terms.lockContract, [lockId], at)
    if (now && now.state !== 'none') continue
    const { target } = swap
    const released = await readReleased(target.chain, terms.releaseContract, [lockId], 'latest')
    throw lockVanished(lockId, released.has(lockId))
  }
}
