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

/** Is the attempt that the row shows, mined or latest, a cancellation? */
export function isCancel(row: JournalRow): boolean {
  return row.attempts?.find(({ hash }) => hash === row.hash)?.kind === 'cancel'
}

/** Did its own cancellation close the row? */
export function isCancelled(row: JournalRow): boolean {
  return row.state === 'replaced' && row.blockHash !== null && isCancel(row)
}

/**
 * The attempts to broadcast, best first: the latest and, for a node that rejects it, those before it.
 * What was cancelled is never broadcast again.
 */
export function attemptsToBroadcast(row: JournalRow): readonly Attempt[] {
  const newestFirst = [...attemptsOf(row)].reverse()
  const cancel = newestFirst.findIndex(({ kind }) => kind === 'cancel')
  return cancel === -1 ? newestFirst : newestFirst.slice(0, cancel + 1)
}

/** The facts that a row shows: of the attempt with this hash, or of the latest. */
export function current(
  attempts: readonly Attempt[] | undefined,
  hash?: string,
): Partial<Pick<JournalRow, 'hash' | 'raw' | 'gasLimit' | 'maxFeeWei' | 'priorityFeeWei'>> {
  const shown = attempts?.find((one) => one.hash === hash) ?? attempts?.at(-1)
  if (!shown) return {}
  const { kind: _, at: __, ...facts } = shown
  return facts
}
