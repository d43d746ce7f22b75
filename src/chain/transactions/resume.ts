import { CapstanError } from '../../primitives/capstan-error.ts'
import { type Clock, systemClock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import { forgetRolledBack } from '../devnet/devnet-drift.ts'
import type { Journal } from '../journal/journal.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import type { Outcome, SendPolicy } from './intent.ts'
import { outcomeOf } from './outcome.ts'
import { reopenReorgedOut } from './reopen.ts'
import { rebroadcastOpen } from './send.ts'
import { transactionOfOtherChain, transactionUnknown } from './transaction-errors.ts'
import { Watcher, type WatchOptions } from './wait.ts'

const DEFAULT_TIMEOUT_MS = 300_000

/** What finishing transactions needs: the journal has everything about them, so no key. */
export interface Followed {
  readonly chain: Chain
  readonly journal: Journal
  readonly policy?: SendPolicy
  readonly clock?: Clock
}

/** A watcher for the confirmations of the policy or, by default, of the network. */
export function watcherOf(
  { chain, journal, policy = {}, clock = systemClock }: Followed,
  care: Pick<WatchOptions, 'deadline' | 'tend'> = {},
): Watcher {
  const confirmations = policy.confirmations ?? chain.network.confirmations
  const timeoutMs = policy.timeoutMs ?? DEFAULT_TIMEOUT_MS
  return new Watcher({ chain, journal, clock, confirmations, timeoutMs, ...care })
}

/**
 * A transaction of the journal by its number or hash.
 * @throws TX_UNKNOWN
 */
export async function findTransaction(journal: Journal, reference: string): Promise<JournalRow> {
  const isNumber = /^[0-9]{1,15}$/.test(reference)
  const row = await journal.find(isNumber ? Number(reference) : reference.toLowerCase())
  if (!row) throw transactionUnknown(reference)
  return row
}

/** @throws TX_OTHER_CHAIN */
export function assertOfChain({ chainId }: Chain, row: Pick<JournalRow, 'id' | 'chainId'>): void {
  if (BigInt(row.chainId) !== chainId) throw transactionOfOtherChain(row, chainId)
}

/**
 * Waits for one transaction of the journal, and rebroadcasts it if the node has lost it.
 * @throws TX_UNKNOWN, TX_OTHER_CHAIN, TX_PENDING, TX_REVERTED, TX_REPLACED, TX_REJECTED
 */
export async function waitFor(followed: Followed, reference: string): Promise<Outcome> {
  const { chain, journal, clock = systemClock } = followed
  assertOfChain(chain, await findTransaction(journal, reference))
  await forgetRolledBack(chain, journal)
  const row = await reopenReorgedOut(followed, await findTransaction(journal, reference))
  // It may wait for an older one of the same account.
  if (isOpen(row)) await rebroadcastOpen({ chain, journal, clock }, row.from)
  const closed = await watcherOf(followed).watch((await journal.find(row.id)) ?? row)
  return { ...(await outcomeOf(chain, closed)), alreadyDone: !isOpen(row) }
}

/**
 * Finishes every open transaction of the journal on this chain, of every account, and returns the final
 * rows. All are awaited before the worst failure is thrown.
 * @throws TX_PENDING, TX_REVERTED, TX_REPLACED
 */
export async function resumeOpen(followed: Followed): Promise<JournalRow[]> {
  const { chain, journal, clock = systemClock } = followed
  await forgetRolledBack(chain, journal)
  const watcher = watcherOf(followed)
  const open = await rebroadcastOpen({ chain, journal, clock })
  const results = await Promise.allSettled(
    open.map(async (row) => {
      const closed = await watcher.watch(row)
      await outcomeOf(chain, closed)
      return closed
    }),
  )
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  if (failures.length > 0) throw worstOf(failures)
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

/** Open transactions of other chains than this one. */
export async function openElsewhere({ chain, journal }: Followed): Promise<JournalRow[]> {
  const rows = await journal.openRows()
  return rows.filter(({ chainId }) => BigInt(chainId) !== chain.chainId)
}

/** Unknown outcomes come first: nothing that looks settled may hide them. */
function worstOf(failures: readonly unknown[]): unknown {
  const severity = ['pending', 'reverted']
  const rank = (error: unknown) => {
    const index = error instanceof CapstanError ? severity.indexOf(error.kind) : 0
    return index === -1 ? severity.length : index
  }
  return [...failures].sort((a, b) => rank(a) - rank(b))[0]
}
