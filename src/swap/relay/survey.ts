// One look at both chains, as a relayer has it: what is settled on the source chain, what is settled
// on the target chain and what is true there now, each on the word of all endpoints.

import { codeAt, NO_CODE } from '../../chain/rpc/accounts.ts'
import { type Block, findBlock } from '../../chain/rpc/blocks.ts'
import {
  type LockContractState,
  type LockEntry,
  readLockContract,
} from '../contracts/lock-contract.ts'
import { assertPair, isOpen } from '../contracts/pair.ts'
import {
  type ReleaseContractState,
  readReleaseContract,
  readReleased,
} from '../contracts/release-contract.ts'
import { type SideBlocks, settledBlocks } from '../contracts/settled-block.ts'
import { agreed, assertStands } from '../contracts/witnesses.ts'
import { isProgressOf, PROGRESS, type Progress } from '../files/progress-file.ts'
import type { LockTerms } from '../rules/lock.ts'
import type { Swap, SwapSide } from '../swap.ts'
import { nodeBehind } from '../swap-errors.ts'
import { witnessedLocks } from './witnessed-locks.ts'

/** A lock that is settled on the source chain, and what the target chain says of it. */
export interface SurveyedLock extends LockEntry {
  /** Released now, by at least one endpoint. */
  readonly isReleased: boolean
  /** Released in the newest settled block. */
  readonly isReleasedForGood: boolean
}

export interface Survey {
  readonly source: SideBlocks
  readonly target: SideBlocks
  readonly terms: LockTerms
  /** As of the settled block. */
  readonly lockContract: LockContractState
  /** As of now. */
  readonly releaseContract: ReleaseContractState
  /** Those that were not over when the last run wrote down how far it was, and the new ones. */
  readonly locks: readonly SurveyedLock[]
  /** True when everything was read again: a first run, or a reorganisation below what was read. */
  readonly isAnew: boolean
}

/**
 * Undefined while one of the chains has no settled block with its contract, ready for locks.
 * @throws SWAP_NODES_DISAGREE, SWAP_LOCK_UNPROVEN, SWAP_CONTRACTS_MISMATCH, SWAP_NODE_BEHIND,
 * SWAP_REORGANISED
 */
export async function surveySwap(swap: Swap, progressFile: string): Promise<Survey | undefined> {
  // Before the chains: another run of this key may write down newer blocks meanwhile.
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
    agreed(swap.source, 'the lock contract', (witness) =>
      readLockContract(witness, lock, source.settled.number),
    ),
    agreed(swap.target, 'the release contract', (witness) =>
      readReleaseContract(witness, release, target.head.number),
    ),
  ])
  const terms = assertPair(swap, lockContract, releaseContract)
  const progress = noted && (await usableProgress(swap, noted, terms, { source, target }))
  const entries = await witnessedLocks(swap.source, {
    terms,
    known: progress?.openNonces ?? [],
    firstNew: progress?.nextNonce ?? 0,
    lockCount: lockContract.lockCount,
    fromBlock: progress ? progress.blockNumber + 1 : swap.terms.source.fromBlock,
    at: source.settled,
  })
  const locks = await withReleases(swap, entries, target)
  await assertStands(swap.source, source.settled)
  await assertStands(swap.target, target.settled)
  return { source, target, terms, lockContract, releaseContract, locks, isAnew: !progress }
}

/** How far this survey came; what is over is not looked at again. */
export function progressOf({ terms, source, target, lockContract, locks }: Survey): Progress {
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

/** That the contracts are there, and made for each other, counts from a settled block on. */
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
  return isOpen(await readLockContract(swap.source.chain, lock, source.settled.number))
}

/**
 * Undefined when it is of other contracts, or one of its blocks is no longer on its chain: then what was
 * over may not be, and all is read again.
 */
async function usableProgress(
  swap: Swap,
  progress: Progress,
  { sourceChainId, lockContract, targetChainId, releaseContract }: LockTerms,
  { source, target }: Pick<Survey, 'source' | 'target'>,
): Promise<Progress | undefined> {
  const contracts = {
    sourceChainId: String(sourceChainId),
    lockContract,
    targetChainId: String(targetChainId),
    releaseContract,
  }
  if (!isProgressOf(progress, contracts)) return undefined
  const { blockNumber, blockHash, targetBlockNumber, targetBlockHash } = progress
  const [sourceStands, targetStands] = await Promise.all([
    stillStands(swap.source, source.settled, { number: blockNumber, hash: blockHash }),
    stillStands(swap.target, target.settled, { number: targetBlockNumber, hash: targetBlockHash }),
  ])
  return sourceStands && targetStands ? progress : undefined
}

async function stillStands(
  { witnesses }: SwapSide,
  settled: Block,
  seen: Pick<Block, 'number' | 'hash'>,
): Promise<boolean> {
  for (const witness of witnesses) {
    const block = await findBlock(witness.rpc, seen.number)
    if (!block || settled.number < seen.number) {
      throw nodeBehind(witness, settled.number, seen.number)
    }
    if (block.hash !== seen.hash) return false
  }
  return true
}

async function withReleases(
  { target, terms }: Swap,
  entries: readonly LockEntry[],
  { head, settled }: SideBlocks,
): Promise<SurveyedLock[]> {
  const { release } = terms.target
  const lockIds = entries.map(({ lockId }) => lockId)
  const forGood = await agreed(target, 'what is released', async (witness) => [
    ...(await readReleased(witness, release, lockIds, settled.number)),
  ])
  const now = await Promise.all(
    target.witnesses.map((witness) => readReleased(witness, release, lockIds, head.number)),
  )
  return entries.map((entry) => ({
    ...entry,
    isReleased: now.some((released) => released.has(entry.lockId)),
    isReleasedForGood: forGood.includes(entry.lockId),
  }))
}
