// A relayer's observation of both chains: the settled state of the source chain, and the settled
// and the newest state of the target chain, cross-checked between all endpoints.

import { codeAt, NO_CODE } from '../../chain/rpc/accounts.ts'
import { type Block, findBlock } from '../../chain/rpc/blocks.ts'
import { assertOnChain, crossChecked } from '../contracts/cross-check.ts'
import {
  type LockContractState,
  type LockEntry,
  readLockContract,
} from '../contracts/lock-contract.ts'
import { assertPair, isSwapOpen } from '../contracts/pair.ts'
import {
  type ReleaseContractState,
  readReleaseContract,
  readReleased,
} from '../contracts/release-contract.ts'
import { type SideBlocks, settledBlocks } from '../contracts/settled-block.ts'
import { isProgressOf, PROGRESS, type Progress } from '../files/progress-file.ts'
import type { LockTerms } from '../rules/lock.ts'
import type { Swap, SwapSide } from '../swap.ts'
import { nodeBehind } from '../swap-errors.ts'
import { crossCheckedLocks } from './cross-checked-locks.ts'

/** A lock that is settled on the source chain, with its release on the target chain. */
export interface ObservedLock extends LockEntry {
  /** Released now, by at least one endpoint. */
  readonly isReleased: boolean
  /** Released in the newest settled block. */
  readonly isReleasedForGood: boolean
}

export interface Observation {
  readonly source: SideBlocks
  readonly target: SideBlocks
  readonly terms: LockTerms
  /** As of the settled block. */
  readonly lockContract: LockContractState
  /** As of now. */
  readonly releaseContract: ReleaseContractState
  /** Those that had not ended when the last run noted its progress, and the new ones. */
  readonly locks: readonly ObservedLock[]
  /**
   * True if everything was read from the start: a first run, or a reorganisation of what was read.
   */
  readonly isAnew: boolean
}

/**
 * Observes both chains; undefined until both have a settled block with their contract, open for
 * locks.
 * @throws SWAP_NODES_DISAGREE, SWAP_LOCK_UNPROVEN, SWAP_CONTRACTS_MISMATCH, SWAP_NODE_BEHIND,
 * SWAP_REORGANISED, SWAP_NOT_OPEN, SWAP_CONTRACT_FOREIGN, SWAP_PROGRESS_INVALID
 */
export async function observeSwap(
  swap: Swap,
  progressFile: string,
): Promise<Observation | undefined> {
  // Read before the chains: another run of this key may note newer blocks meanwhile.
  const noted = await PROGRESS.find(progressFile)
  const [source, target] = await Promise.all([
    settledBlocks(swap.source),
    settledBlocks(swap.target),
  ])
  if (!source || !target) return undefined
  const { lock } = swap.terms.source
  const { release } = swap.terms.target
  if (!(await isBegun(swap, source, target))) return undefined
  const [lockContract, releaseContract] = await Promise.all([
    crossChecked(swap.source, 'the lock contract', (endpoint) =>
      readLockContract(endpoint, lock, source.settled.number),
    ),
    crossChecked(swap.target, 'the release contract', (endpoint) =>
      readReleaseContract(endpoint, release, target.head.number),
    ),
  ])
  const terms = assertPair(swap, lockContract, releaseContract)
  const progress = noted && (await usableProgress(swap, noted, terms, { source, target }))
  const entries = await crossCheckedLocks(swap.source, {
    terms,
    known: progress?.openNonces ?? [],
    firstNew: progress?.nextNonce ?? 0,
    lockCount: lockContract.lockCount,
    fromBlock: progress ? progress.blockNumber + 1 : swap.terms.source.fromBlock,
    at: source.settled,
  })
  const locks = await withReleases(swap, entries, target)
  await assertOnChain(swap.source, source.settled)
  await assertOnChain(swap.target, target.settled)
  return { source, target, terms, lockContract, releaseContract, locks, isAnew: !progress }
}

/** How far this observation read; locks that have ended are not read again. */
export function progressOf({ terms, source, target, lockContract, locks }: Observation): Progress {
  const open = locks.filter(
    ({ state, isReleasedForGood }) => state === 'locked' && !isReleasedForGood,
  )
  return {
    sourceChainId: String(terms.sourceChainId),
    lockContract: terms.lockContract,
    targetChainId: String(terms.targetChainId),
    releaseContract: terms.releaseContract,
    blockNumber: source.settled.number,
    blockHash: source.settled.hash,
    targetBlockNumber: target.settled.number,
    targetBlockHash: target.settled.hash,
    nextNonce: lockContract.lockCount,
    openNonces: open.map(({ lock: { nonce } }) => Number(nonce)),
  }
}

/** Whether the contracts exist and belong together in a settled block. */
async function isBegun(swap: Swap, source: SideBlocks, target: SideBlocks): Promise<boolean> {
  const { lock } = swap.terms.source
  const { release } = swap.terms.target
  const [lockContract, releaseContract] = await Promise.all([
    readLockContract(swap.source.chain, lock, source.head.number),
    readReleaseContract(swap.target.chain, release, target.head.number),
  ])
  assertPair(swap, lockContract, releaseContract)
  const codes = await Promise.all([
    swap.target.chain.rpc.ask(codeAt(release, target.settled.number)),
    swap.source.chain.rpc.ask(codeAt(lock, source.settled.number)),
  ])
  if (codes.includes(NO_CODE)) return false
  return isSwapOpen(await readLockContract(swap.source.chain, lock, source.settled.number))
}

/**
 * Undefined if it is of other contracts, or one of its blocks was reorged out: then a lock that had
 * ended may be open again, and everything is read from the start.
 */
async function usableProgress(
  swap: Swap,
  progress: Progress,
  { sourceChainId, lockContract, targetChainId, releaseContract }: LockTerms,
  { source, target }: Pick<Observation, 'source' | 'target'>,
): Promise<Progress | undefined> {
  const contracts = {
    sourceChainId: String(sourceChainId),
    lockContract,
    targetChainId: String(targetChainId),
    releaseContract,
  }
  if (!isProgressOf(progress, contracts)) return undefined
  const { blockNumber, blockHash, targetBlockNumber, targetBlockHash } = progress
  const [isSourceOnChain, isTargetOnChain] = await Promise.all([
    isStillOnChain(swap.source, source.settled, { number: blockNumber, hash: blockHash }),
    isStillOnChain(swap.target, target.settled, {
      number: targetBlockNumber,
      hash: targetBlockHash,
    }),
  ])
  return isSourceOnChain && isTargetOnChain ? progress : undefined
}

async function isStillOnChain(
  { endpoints }: SwapSide,
  settled: Block,
  seen: Pick<Block, 'number' | 'hash'>,
): Promise<boolean> {
  for (const endpoint of endpoints) {
    const block = await findBlock(endpoint.rpc, seen.number)
    if (!block || settled.number < seen.number) {
      throw nodeBehind(endpoint, settled.number, seen.number)
    }
    if (block.hash !== seen.hash) return false
  }
  return true
}

async function withReleases(
  { target, terms }: Swap,
  entries: readonly LockEntry[],
  { head, settled }: SideBlocks,
): Promise<ObservedLock[]> {
  const { release } = terms.target
  const lockIds = entries.map(({ lockId }) => lockId)
  const forGood = await crossChecked(target, 'what is released', async (endpoint) => [
    ...(await readReleased(endpoint, release, lockIds, settled.number)),
  ])
  const now = await Promise.all(
    target.endpoints.map((endpoint) => readReleased(endpoint, release, lockIds, head.number)),
  )
  return entries.map((entry) => ({
    ...entry,
    isReleased: now.some((released) => released.has(entry.lockId)),
    isReleasedForGood: forGood.includes(entry.lockId),
  }))
}
