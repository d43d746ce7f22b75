import { ZERO_ADDRESS } from '../../primitives/address.ts'
import type { LockTerms } from '../rules/lock.ts'
import type { Swap } from '../swap.ts'
import { contractsMismatch, notOpen } from '../swap-errors.ts'
import type { LockContractState } from './lock-contract.ts'
import type { ReleaseContractState } from './release-contract.ts'

/** Whether the lock contract has its release contract. */
export function isSwapOpen({
  releaseContract,
}: Pick<LockContractState, 'releaseContract'>): boolean {
  return releaseContract !== ZERO_ADDRESS
}

/**
 * Checks that the contracts belong together, on these chains.
 * @throws SWAP_NOT_OPEN, SWAP_CONTRACTS_MISMATCH
 */
export function assertPair(
  { terms, source, target }: Pick<Swap, 'terms' | 'source' | 'target'>,
  lockContract: LockContractState,
  releaseContract: ReleaseContractState,
): LockTerms {
  const { lock } = terms.source
  const { release } = terms.target
  if (!isSwapOpen(lockContract)) throw notOpen(lock)
  const facts = [
    ['The release contract of the lock contract', lockContract.releaseContract, release],
    ['The chain of the release contract', lockContract.targetChainId, target.chain.chainId],
    ['The lock contract of the release contract', releaseContract.lockContract, lock],
    ['The chain of the lock contract', releaseContract.sourceChainId, source.chain.chainId],
    ['The token of the release contract', releaseContract.sourceToken, lockContract.token],
  ] as const
  for (const [what, got, expected] of facts) {
    if (got !== expected) throw contractsMismatch(what, String(got), String(expected))
  }
  return {
    sourceChainId: source.chain.chainId,
    lockContract: lock,
    token: lockContract.token,
    targetChainId: target.chain.chainId,
    releaseContract: release,
  }
}
