// What a relayer must see with its own eyes before it signs. Every endpoint is asked for everything,
// and what each says must agree with itself: the log with the receipt, the block and the storage of
// the contract, all with the id, which is the hash of every field.

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
  /** Nonces whose locks were proved before: only what became of them is asked. */
  readonly known: readonly number[]
  /** The first nonce that is new; its event is after `fromBlock`. */
  readonly firstNew: number
  readonly lockCount: number
  /** First block that can hold an event of a new lock. */
  readonly fromBlock: number
  /** Everything is asked as of this block. */
  readonly at: Block
}

/**
 * The known and the new locks, on the word of all endpoints.
 * @throws SWAP_LOCK_UNPROVEN, SWAP_NODES_DISAGREE
 */
export async function witnessedLocks(
  side: SwapSide,
  question: LockQuestion,
): Promise<readonly LockEntry[]> {
  const all = await Promise.all(side.witnesses.map((witness) => witnessOne(witness, question)))
  const [first = [], ...others] = all
  for (const [index, entries] of others.entries()) {
    for (const [at, { lockId, state }] of first.entries()) {
      const other = entries[at]
      if (other?.lockId === lockId && other.state === state) continue
      throw nodesDisagree(
        [side.witnesses[0] as Chain, side.witnesses[index + 1] as Chain],
        `lock ${lockId}`,
        [state, other ? `${other.state} (${other.lockId})` : 'none'],
      )
    }
  }
  return first
}

async function witnessOne(witness: Chain, question: LockQuestion): Promise<LockEntry[]> {
  const { terms, known, firstNew, lockCount, at } = question
  const fresh = Array.from({ length: lockCount - firstNew }, (_, index) => firstNew + index)
  const nonces = [...known, ...fresh]
  const entries = await readLocks(witness, terms.lockContract, nonces, at.number)
  for (const [index, entry] of entries.entries()) {
    assertOwnLock(witness, entry, nonces[index] as number, terms)
  }
  if (fresh.length > 0) await assertLogged(witness, entries.slice(known.length), question)
  return entries
}

/** The id proves every field, and the fields that it is a lock of this swap. */
function assertOwnLock(
  witness: Chain,
  { lockId, lock, state }: LockEntry,
  nonce: number,
  terms: LockTerms,
): void {
  const faults = [
    lockIdOf(lock) !== lockId && 'its fields do not hash to its id',
    lock.nonce !== BigInt(nonce) && `its nonce is ${lock.nonce} instead of ${nonce}`,
    !isSameLock(lock, { ...lock, ...terms }) && 'it is of another swap',
    state === 'none' && 'the contract does not know it',
  ]
  const fault = faults.find((found) => found !== false)
  if (fault) throw lockUnproven(lockId, urlOf(witness), fault)
}

/** Every new lock has its event, every event its lock, and each is in a receipt of the chain. */
async function assertLogged(
  witness: Chain,
  entries: readonly LockEntry[],
  { terms, fromBlock, at }: LockQuestion,
): Promise<void> {
  const range = { from: fromBlock, to: at.number }
  const events = await lockedEvents(witness, terms.lockContract, range)
  const wanted = new Map(entries.map((entry) => [entry.lockId, entry]))
  const seen = new Set<string>()
  for (const event of events) {
    const entry = wanted.get(event.lockId)
    if (!entry || seen.has(event.lockId)) {
      throw lockUnproven(event.lockId, urlOf(witness), 'its event has no lock in the contract')
    }
    seen.add(event.lockId)
    assertSameFacts(witness, event, entry.lock)
    await assertMined(witness, event)
  }
  const missing = entries.find(({ lockId }) => !seen.has(lockId))
  if (missing) throw lockUnproven(missing.lockId, urlOf(witness), 'its event is withheld')
}

function assertSameFacts(witness: Chain, { lockId, facts }: LockedEvent, lock: Lock): void {
  const differs = (Object.keys(facts) as (keyof typeof facts)[]).find(
    (name) => facts[name] !== lock[name],
  )
  if (differs === undefined) return
  const fault = `its event says ${differs} ${facts[differs]} instead of ${lock[differs]}`
  throw lockUnproven(lockId, urlOf(witness), fault)
}

/** The block is on the chain, and its receipt has the very log. */
async function assertMined(witness: Chain, event: LockedEvent): Promise<void> {
  const { lockId, log } = event
  const { blockNumber, blockHash, transactionHash } = log
  const [block, receipt] = await Promise.all([
    findBlock(witness.rpc, blockNumber),
    witness.rpc.ask(receiptOf(transactionHash)),
  ])
  const fault = [
    block?.hash !== blockHash && `block ${blockNumber} is ${block?.hash}, not ${blockHash}`,
    !receipt && `transaction ${transactionHash} has no receipt`,
    receipt && !isIn(receipt, log) && `the receipt of ${transactionHash} is without it`,
  ].find((found) => typeof found === 'string')
  if (fault) throw lockUnproven(lockId, urlOf(witness), fault)
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
