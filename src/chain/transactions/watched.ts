import { latestAttempt } from '../journal/attempts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'

/** One transaction that is followed, and the promise of its end. */
export class Watched {
  /** As the journal last had it. */
  row: JournalRow
  /** The node said that it has the latest attempt; not yet in the journal. */
  accepted: boolean
  /** When following began, milliseconds since the epoch. */
  readonly since: number
  /** Resolves with the closed row. */
  readonly closing: Promise<JournalRow>
  /** Rounds without a receipt. */
  misses = 0
  /** What stands in its way, as far as is known. */
  obstacle: string | undefined
  resolve!: (row: JournalRow) => void
  reject!: (error: unknown) => void

  constructor(row: JournalRow, { accepted, since }: { accepted: boolean; since: number }) {
    this.row = row
    this.accepted = accepted
    this.since = since
    this.closing = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  /**
   * Takes over what the journal says now. True when another process has seen more: a block, the end,
   * or another attempt, for whose receipt nobody here has looked.
   */
  adopt(row: JournalRow): boolean {
    const isOther = latestAttempt(row).hash !== latestAttempt(this.row).hash
    if (isOther) {
      this.accepted = false
      this.obstacle = undefined
    }
    this.row = row
    if (!isOpen(row)) this.resolve(row)
    return isOther || row.state === 'mined' || !isOpen(row)
  }
}
