import { latestAttempt } from '../journal/attempts.ts'
import { isOpen } from '../journal/journal-entry.ts'
import type { JournalRow } from '../journal/journal-row.ts'

/** A watched transaction, and the promise of its closed row. */
export class Watched {
  /** As the journal last had it. */
  row: JournalRow
  /** The node accepted the latest attempt; not yet in the journal. */
  accepted: boolean
  /** When watching began, milliseconds since the epoch. */
  readonly since: number
  /** Resolves with the closed row. */
  readonly closing: Promise<JournalRow>
  /** Rounds without a receipt. */
  misses = 0
  /** The known obstacle, if any. */
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
   * Takes over the journal's current row. True if another process has seen more: a block, the end, or
   * another attempt, whose receipt this process has not asked for.
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
