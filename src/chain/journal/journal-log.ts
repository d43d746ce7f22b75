import { sha256Hex } from '../../primitives/digest.ts'
import type { JournalEntry } from './journal-entry.ts'

/** `previousHash` of the first entry. */
export const GENESIS_HASH = '0'.repeat(64)

/** One line of the append-only log. `hash` covers the number, the line before and the body. */
export interface LogLine {
  readonly seq: number
  readonly previousHash: string
  /** JSON with sorted keys. */
  readonly body: string
  readonly hash: string
}

/** Links an entry to the line before it. */
export function linkEntry(previous: LogLine | undefined, entry: JournalEntry): LogLine {
  const seq = (previous?.seq ?? 0) + 1
  const previousHash = previous?.hash ?? GENESIS_HASH
  const body = sortedJson(entry)
  return { seq, previousHash, body, hash: lineHash(seq, previousHash, body) }
}

/** SHA-256 over `seq`, the previous hash and the body, one per line. */
export function lineHash(seq: number, previousHash: string, body: string): string {
  return sha256Hex(`${seq}\n${previousHash}\n${body}`)
}

/** One line of JSON with sorted keys, so that equal facts are equal text. */
export function sortedJson(value: object): string {
  return JSON.stringify(value, (_key, member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
