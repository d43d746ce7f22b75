// States of the locks of a swap, from both chains and the folder of attestations. Needs no key.

import { codeAt, NO_CODE } from '../chain/rpc/accounts.ts'
import { newestBlock } from '../chain/rpc/blocks.ts'
import {
  type LockEntry,
  readLockContract,
  readLocks,
  readLocksById,
} from './contracts/lock-contract.ts'
import { assertPair } from './contracts/pair.ts'
import { readReleaseContract, readReleased } from './contracts/release-contract.ts'
import { type SideBlocks, settledBlocks } from './contracts/settled-block.ts'
import type { Lock } from './rules/lock.ts'
import {
  type CurrentState,
  currentState,
  type LockFacts,
  type SwapFacts,
} from './rules/swap-state.ts'
import type { Swap, SwapSide } from './swap.ts'
import { lockIdInvalid, lockUnknown } from './swap-errors.ts'

const LOCK_ID = /^0x[0-9a-fA-F]{64}$/
const NONCE = /^(?:0|[1-9][0-9]{0,14})$/

export interface LockStatus extends CurrentState {
  readonly lockId: string
  readonly lock: Lock
  readonly releaseAttestations: number
  readonly refundAttestations: number
}

export interface SwapStatus {
  readonly token: string
  /** `native`, or the address of the token that is paid. */
  readonly asset: string
  readonly quorum: number
  readonly relayers: number
  readonly lockCount: number
  /** Base units in locks that have not ended. */
  readonly lockedBaseUnits: bigint
  /**
   * Base units that were paid, that the release contract holds, and that it may still pay today.
   */
  readonly releasedBaseUnits: bigint
  readonly fundsBaseUnits: bigint
  readonly dayRoomBaseUnits: bigint
  readonly paused: { readonly lock: boolean; readonly release: boolean }
  readonly locks: readonly LockStatus[]
}

/**
 * @param reference id or number of one lock; without it all locks are read.
 * @throws SWAP_LOCK_UNKNOWN, SWAP_LOCK_ID_INVALID, SWAP_NODES_DISAGREE, SWAP_NOT_OPEN,
 * SWAP_CONTRACTS_MISMATCH, SWAP_CONTRACT_FOREIGN
 */
export async function readSwapStatus(swap: Swap, reference?: string): Promise<SwapStatus> {
  const [source, target] = await Promise.all([blocksNow(swap.source), blocksNow(swap.target)])
  const { lock } = swap.terms.source
  const { release } = swap.terms.target
  const [lockContract, releaseContract] = await Promise.all([
    readLockContract(swap.source.chain, lock, source.head.number),
    readReleaseContract(swap.target.chain, release, target.head.number),
  ])
  assertPair(swap, lockContract, releaseContract)
  const entries = await entriesOf(swap, lockContract.lockCount, source.head.number, reference)
  const facts: SwapFacts = {
    lockContract,
    releaseContract,
    sourceTime: source.head.timestampSeconds,
    targetTime: target.head.timestampSeconds,
    targetSettledTime: target.settled?.timestampSeconds ?? 0,
  }
  const lockIds = entries.map(({ lockId }) => lockId)
  const released = await readReleased(swap.target.chain, release, lockIds, target.head.number)
  const { rpc } = swap.source.chain
  const isSettled =
    source.settled && (await rpc.ask(codeAt(lock, source.settled.number))) !== NO_CODE
  const settled =
    source.settled && isSettled
      ? await readLocksById(swap.source.chain, lock, lockIds, source.settled.number)
      : []
  const locks: LockStatus[] = []
  for (const [index, entry] of entries.entries()) {
    const known = {
      lock: entry.lock,
      now: entry.state,
      settled: settled[index]?.state ?? ('none' as const),
      isReleased: released.has(entry.lockId),
      ...(await attestationCounts(swap, entry, lockContract, releaseContract)),
    }
    locks.push(lockStatus(entry.lockId, known, facts))
  }
  return {
    token: lockContract.token,
    asset: releaseContract.asset,
    quorum: releaseContract.quorum,
    relayers: releaseContract.relayers.length,
    lockCount: lockContract.lockCount,
    lockedBaseUnits: lockContract.lockedTotal,
    releasedBaseUnits: releaseContract.releasedTotal,
    fundsBaseUnits: releaseContract.balanceBaseUnits,
    dayRoomBaseUnits: releaseContract.dayRoom,
    paused: { lock: lockContract.paused, release: releaseContract.paused },
    locks,
  }
}

function lockStatus(lockId: string, known: LockFacts, facts: SwapFacts): LockStatus {
  const { lock, releaseAttestations, refundAttestations } = known
  return { lockId, lock, ...currentState(known, facts), releaseAttestations, refundAttestations }
}

async function blocksNow(
  side: SwapSide,
): Promise<Pick<SideBlocks, 'head'> & Partial<Pick<SideBlocks, 'settled'>>> {
  return (await settledBlocks(side)) ?? { head: await side.chain.rpc.ask(newestBlock) }
}

async function entriesOf(
  { source, terms }: Swap,
  lockCount: number,
  at: number,
  reference: string | undefined,
): Promise<LockEntry[]> {
  const { lock } = terms.source
  if (reference === undefined) {
    const nonces = Array.from({ length: lockCount }, (_, nonce) => nonce)
    return readLocks(source.chain, lock, nonces, at)
  }
  return [await findLock({ source, terms }, reference, at)]
}

/**
 * Finds a lock by its id or number, as of a block.
 * @throws SWAP_LOCK_UNKNOWN, SWAP_LOCK_ID_INVALID
 */
export async function findLock(
  { source: { chain }, terms }: Pick<Swap, 'source' | 'terms'>,
  reference: string,
  at: number,
): Promise<LockEntry> {
  const { lock } = terms.source
  if (!LOCK_ID.test(reference) && !NONCE.test(reference)) throw lockIdInvalid(reference)
  const [entry] = LOCK_ID.test(reference)
    ? await readLocksById(chain, lock, [reference.toLowerCase()], at)
    : await readLocks(chain, lock, [Number(reference)], at)
  if (!entry || entry.state === 'none') throw lockUnknown(reference)
  return entry
}

/** Not read for a lock that has ended. */
async function attestationCounts(
  { attestations }: Swap,
  { lock, state }: LockEntry,
  { relayers: refunders }: { relayers: readonly string[] },
  { relayers: releasers }: { relayers: readonly string[] },
): Promise<Pick<LockFacts, 'releaseAttestations' | 'refundAttestations'>> {
  if (state !== 'locked') return { releaseAttestations: 0, refundAttestations: 0 }
  const [releases, refunds] = await Promise.all([
    attestations.read('release', lock, releasers),
    attestations.read('refund', lock, refunders),
  ])
  return {
    releaseAttestations: releases.attestations.length,
    refundAttestations: refunds.attestations.length,
  }
}
