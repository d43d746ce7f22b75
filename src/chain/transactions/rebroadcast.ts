import type { Clock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import { attemptsToBroadcast } from '../journal/attempts.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { broadcastAll, type Reception } from './broadcast.ts'

/**
 * Broadcasts journalled transactions again: the latest attempt of each and, if the node rejects it, the
 * one before it. Returns the best reception of each.
 */
export async function rebroadcast(
  chain: Chain,
  rows: readonly JournalRow[],
  clock: Clock,
): Promise<Reception[]> {
  const receptions = new Map<JournalRow, Reception>()
  for (let age = 0; ; age++) {
    const raws = new Map<JournalRow, string>()
    for (const row of rows) {
      const attempt = attemptsToBroadcast(row)[age]
      if (attempt && mayImprove(receptions.get(row))) raws.set(row, attempt.raw)
    }
    if (raws.size === 0) return rows.map((row) => receptions.get(row) as Reception)
    const answers = await broadcastAll(chain, [...raws.values()], clock)
    for (const [index, row] of [...raws.keys()].entries()) {
      const answer = answers[index] as Reception
      if (age === 0 || answer.kind !== 'rejected') receptions.set(row, answer)
    }
  }
}

function mayImprove(reception: Reception | undefined): boolean {
  return reception === undefined || reception.kind === 'rejected'
}
