import type { Log } from '../transactions/intent.ts'
import { attemptsOf, current, isCancel } from './attempts.ts'
import type { JournalRow, Replacement, SignedEntry } from './journal-row.ts'

/** A fact, in the order of learning. The hash-linked log consists of these and nothing else. */
export type JournalEntry =
  | SignedEntry
  | ReplacementEntry
  | { readonly event: 'broadcast' | 'replaced'; readonly id: number; readonly at: string }
  | MinedEntry
  | {
      readonly event: 'unmined' | 'final'
      readonly id: number
      readonly at: string
      /** The block in question; absent in entries of capstan 0.1. */
      readonly blockHash?: string
    }
  | {
      readonly event: 'vanished'
      readonly id: number
      readonly at: string
      readonly blockHash: string
    }
  | {
      readonly event: 'dropped' | 'forgotten'
      readonly id: number
      readonly at: string
      readonly reason: string
    }

/** Another attempt at the same nonce: the same call at a higher fee, or a cancellation. */
export interface ReplacementEntry extends Replacement {
  readonly event: 'resigned'
  readonly id: number
  readonly at: string
}

export interface MinedEntry {
  readonly event: 'mined'
  readonly id: number
  readonly at: string
  readonly hash: string
  readonly blockNumber: number
  readonly blockHash: string
  readonly succeeded: boolean
  readonly gasUsed: string
  readonly contractAddress: string | null
  readonly logs: readonly Log[]
}

/** An entry before the journal adds its time and, for a new transaction, its number. */
export type Fact =
  | Omit<SignedEntry, 'id' | 'at'>
  | Omit<ReplacementEntry, 'at'>
  | Omit<MinedEntry, 'at'>
  | { readonly event: 'broadcast' | 'replaced'; readonly id: number }
  | { readonly event: 'unmined' | 'final'; readonly id: number; readonly blockHash?: string }
  | { readonly event: 'vanished'; readonly id: number; readonly blockHash: string }
  | { readonly event: 'dropped' | 'forgotten'; readonly id: number; readonly reason: string }

const NOT_MINED = {
  blockNumber: null,
  blockHash: null,
  succeeded: null,
  gasUsed: null,
  contractAddress: null,
  logs: [],
} as const

/** Adds one entry to a transaction. Pure. `row` is undefined for the first entry, `signed`. */
export function applyEntry(row: JournalRow | undefined, entry: JournalEntry): JournalRow {
  if (entry.event === 'signed') {
    const { event: _, at, ...facts } = entry
    const times = { createdAt: at, updatedAt: at }
    return { ...facts, ...NOT_MINED, ...times, state: 'signed', reason: null }
  }
  if (!row) throw new TypeError(`Journal entry ${entry.event} for unknown transaction ${entry.id}`)
  const known = { ...row, updatedAt: entry.at }
  switch (entry.event) {
    case 'broadcast':
      return { ...known, state: 'broadcast' }
    case 'resigned': {
      const { event: _, id: __, ...attempt } = entry
      const attempts = [...attemptsOf(row), attempt]
      return { ...known, ...current(attempts), attempts, state: 'signed' }
    }
    case 'mined': {
      const { event: _, at: __, ...receipt } = entry
      return { ...known, ...current(row.attempts, entry.hash), ...receipt, state: 'mined' }
    }
    case 'unmined':
    case 'vanished':
      return { ...known, ...current(row.attempts), ...NOT_MINED, state: 'broadcast' }
    case 'final':
      if (isCancel(row)) return { ...known, state: 'replaced', reason: `cancelled by ${row.hash}` }
      return { ...known, state: row.succeeded ? 'final' : 'reverted' }
    case 'replaced':
      return { ...known, state: 'replaced' }
    case 'dropped':
    case 'forgotten':
      return { ...known, ...NOT_MINED, state: 'dropped', reason: entry.reason }
  }
}

/**
 * Does the entry say anything that the row does not? Two processes may watch one transaction and both
 * record what they see; a closed row stays as it is.
 */
export function isNews(row: JournalRow, entry: Exclude<JournalEntry, SignedEntry>): boolean {
  if (entry.event === 'forgotten') return row.state !== 'dropped'
  if (entry.event === 'vanished') {
    return row.state === 'final' && row.blockHash === entry.blockHash
  }
  if (!isOpen(row)) return false
  switch (entry.event) {
    case 'broadcast':
      return row.state === 'signed'
    case 'resigned':
    case 'replaced':
    case 'dropped':
      return row.state !== 'mined'
    case 'mined':
      return row.blockHash !== entry.blockHash || row.hash !== entry.hash
    case 'unmined':
    case 'final':
      return row.state === 'mined' && row.blockHash === (entry.blockHash ?? row.blockHash)
  }
}

export function isOpen({ state }: JournalRow): boolean {
  return state === 'signed' || state === 'broadcast' || state === 'mined'
}

/** Does this row hold its idempotency key? A failed one does not: the intent may be retried. */
export function holdsKey(row: JournalRow): boolean {
  return isOpen(row) || row.state === 'final'
}

/** Is the nonce used or reserved? Only a dropped transaction gives it back. */
export function holdsNonce({ state }: JournalRow): boolean {
  return state !== 'dropped'
}
