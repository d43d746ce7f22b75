import type { Clock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import { offerable } from '../journal/attempts.ts'
import type { JournalRow } from '../journal/journal-row.ts'
import { broadcastAll, type Reception } from './broadcast.ts'

/**
 * Offers journalled transactions again: the latest attempt of each and, where the node will not
 * have that one, the attempt before it. Returns how the best of them was received.
 */
export async function offerAgain(
  chain: Chain,
  rows: readonly JournalRow[],
  clock: Clock,
): Promise<Reception[]> {
  const receptions = new Map<JournalRow, Reception>()
  for (let age = 0; ; age++) {
    const raws = new Map<JournalRow, string>()
    for (const row of rows) {
      const attempt = offerable(row)[age]
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
