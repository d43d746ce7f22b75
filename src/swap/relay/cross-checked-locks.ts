// What a relayer checks itself before it signs. It asks every endpoint for everything, and the
// answers of each must agree: the log with the receipt, the block and the storage of the contract,
// and all of them with the id, which is the hash of every field.

import type { Chain } from '../../chain/chain.ts'
import { type Block, findBlock } from '../../chain/rpc/blocks.ts'
import { type ContractLog, isSamePlace } from '../../chain/rpc/logs.ts'
import { type Receipt, receiptOf } from '../../chain/rpc/receipts.ts'
import { printableUrl } from '../../primitives/printable-url.ts'
import { type LockEntry, readLocks } from '../contracts/lock-contract.ts'
import { type LockedEvent, lockedEvents } from '../contracts/locked-events.ts'
import { isSameLock, type Lock, type LockTerms, lockIdOf } from '../rules/lock.ts'
import type { SwapSide } from '../swap.ts'
import { lockUnproven, nodesDisagree } from '../swap-errors.ts'

export interface LockQuestion {
  readonly terms: LockTerms
  /** Nonces of locks that were proved before: only their state is read. */
  readonly known: readonly number[]
  /** The first new nonce; its event is in `fromBlock` or later. */
  readonly firstNew: number
  readonly lockCount: number
  /** First block that can hold an event of a new lock. */
  readonly fromBlock: number
  /** Everything is read as of this block. */
  readonly at: Block
}

/**
 * The known and the new locks, proved and equal at all endpoints.
 * @throws SWAP_LOCK_UNPROVEN, SWAP_NODES_DISAGREE
 */
export async function crossCheckedLocks(
  side: SwapSide,
  question: LockQuestion,
): Promise<readonly LockEntry[]> {
  const all = await Promise.all(side.endpoints.map((endpoint) => provenLocks(endpoint, question)))
  const [first = [], ...others] = all
  for (const [index, entries] of others.entries()) {
    for (const [at, { lockId, state }] of first.entries()) {
      const other = entries[at]
      if (other?.lockId === lockId && other.state === state) continue
      throw nodesDisagree(
        [side.endpoints[0] as Chain, side.endpoints[index + 1] as Chain],
        `lock ${lockId}`,
        [state, other ? `${other.state} (${other.lockId})` : 'none'],
      )
    }
  }
  return first
}

async function provenLocks(endpoint: Chain, question: LockQuestion): Promise<LockEntry[]> {
  const { terms, known, firstNew, lockCount, at } = question
  const fresh = Array.from({ length: lockCount - firstNew }, (_, index) => firstNew + index)
  const nonces = [...known, ...fresh]
  const entries = await readLocks(endpoint, terms.lockContract, nonces, at.number)
  for (const [index, entry] of entries.entries()) {
    assertOwnLock(endpoint, entry, nonces[index] as number, terms)
  }
  if (fresh.length > 0) await assertLogged(endpoint, entries.slice(known.length), question)
  return entries
}

/** The id proves every field, and the fields prove that the lock belongs to this swap. */
function assertOwnLock(
  endpoint: Chain,
  { lockId, lock, state }: LockEntry,
  nonce: number,
  terms: LockTerms,
): void {
  const faults = [
    lockIdOf(lock) !== lockId && 'its fields do not hash to its id',
    lock.nonce !== BigInt(nonce) && `its nonce is ${lock.nonce} instead of ${nonce}`,
    !isSameLock(lock, { ...lock, ...terms }) && 'it is of another swap',
    state === 'none' && 'the contract does not have it',
  ]
  const fault = faults.find((found) => found !== false)
  if (fault) throw lockUnproven(lockId, urlOf(endpoint), fault)
}

/**
 * Every new lock has one event, every event a lock, and each event is in a receipt of the chain.
 */
async function assertLogged(
  endpoint: Chain,
  entries: readonly LockEntry[],
  { terms, fromBlock, at }: LockQuestion,
): Promise<void> {
  const range = { from: fromBlock, to: at.number }
  const events = await lockedEvents(endpoint, terms.lockContract, range)
  const wanted = new Map(entries.map((entry) => [entry.lockId, entry]))
  const seen = new Set<string>()
  for (const event of events) {
    const entry = wanted.get(event.lockId)
    if (!entry || seen.has(event.lockId)) {
      throw lockUnproven(event.lockId, urlOf(endpoint), 'its event has no lock in the contract')
    }
    seen.add(event.lockId)
    assertSameFacts(endpoint, event, entry.lock)
    await assertMined(endpoint, event)
  }
  const missing = entries.find(({ lockId }) => !seen.has(lockId))
  if (missing) throw lockUnproven(missing.lockId, urlOf(endpoint), 'its event is withheld')
}

function assertSameFacts(endpoint: Chain, { lockId, facts }: LockedEvent, lock: Lock): void {
  const differs = (Object.keys(facts) as (keyof typeof facts)[]).find(
    (name) => facts[name] !== lock[name],
  )
  if (differs === undefined) return
  const fault = `its event says ${differs} ${facts[differs]} instead of ${lock[differs]}`
  throw lockUnproven(lockId, urlOf(endpoint), fault)
}

/** The block is on the chain, and the receipt has exactly this log. */
async function assertMined(endpoint: Chain, event: LockedEvent): Promise<void> {
  const { lockId, log } = event
  const { blockNumber, blockHash, transactionHash } = log
  const [block, receipt] = await Promise.all([
    findBlock(endpoint.rpc, blockNumber),
    endpoint.rpc.ask(receiptOf(transactionHash)),
  ])
  const fault = [
    block?.hash !== blockHash && `block ${blockNumber} is ${block?.hash}, not ${blockHash}`,
    !receipt && `transaction ${transactionHash} has no receipt`,
    receipt && !isIn(receipt, log) && `the receipt of ${transactionHash} does not have it`,
  ].find((found) => typeof found === 'string')
  if (fault) throw lockUnproven(lockId, urlOf(endpoint), fault)
}

function isIn({ succeeded, blockHash, transactionHash, logs }: Receipt, log: ContractLog): boolean {
  if (!succeeded || blockHash !== log.blockHash) return false
  return logs.some(
    ({ address, topics, data, logIndex }) =>
      isSamePlace({ transactionHash, logIndex }, log) &&
      address === log.address.toLowerCase() &&
      topics.join() === log.topics.join() &&
      data === log.data,
  )
}

function urlOf({ rpc }: Chain): string {
  return rpc.urls.map(printableUrl).join(', ')
}
