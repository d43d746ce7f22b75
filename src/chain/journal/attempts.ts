import type { Attempt, JournalRow } from './journal-row.ts'

/** All attempts of a row, in the order they were signed. */
export function attemptsOf(row: JournalRow): readonly Attempt[] {
  if (row.attempts) return row.attempts
  const { hash, raw, gasLimit, maxFeeWei, priorityFeeWei = null, createdAt: at } = row
  return [{ kind: 'original', hash, raw, gasLimit, maxFeeWei, priorityFeeWei, at }]
}

export function latestAttempt(row: JournalRow): Attempt {
  return attemptsOf(row).at(-1) as Attempt
}

/** Is the attempt this row shows, mined or latest, one that cancels it? */
export function isCancel(row: JournalRow): boolean {
  return row.attempts?.find(({ hash }) => hash === row.hash)?.kind === 'cancel'
}

/** Was the row closed by its own cancellation? */
export function isCancelled(row: JournalRow): boolean {
  return row.state === 'replaced' && row.blockHash !== null && isCancel(row)
}

/**
 * What may be offered to a node, best first: the latest attempt and, where a node will not have it,
 * those before it. Nothing that was cancelled is ever offered again.
 */
export function offerable(row: JournalRow): readonly Attempt[] {
  const newestFirst = [...attemptsOf(row)].reverse()
  const cancel = newestFirst.findIndex(({ kind }) => kind === 'cancel')
  return cancel === -1 ? newestFirst : newestFirst.slice(0, cancel + 1)
}

/** What a row shows of the attempt with this hash, or of the latest. */
export function current(
  attempts: readonly Attempt[] | undefined,
  hash?: string,
): Partial<Pick<JournalRow, 'hash' | 'raw' | 'gasLimit' | 'maxFeeWei' | 'priorityFeeWei'>> {
  const shown = attempts?.find((one) => one.hash === hash) ?? attempts?.at(-1)
  if (!shown) return {}
  const { kind: _, at: __, ...facts } = shown
  return facts
}
