import { CapstanError } from '../../primitives/capstan-error.ts'
import { parseDuration } from '../../primitives/duration.ts'

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/
const MS_PER_SECOND = 1000

/** By when a transaction must be mined: a time after it was sent, or a point in time. */
export type Deadline =
  | { readonly withinMs: number }
  /** Milliseconds since the epoch. */
  | { readonly at: number }

/** @param sentAt, and the result: milliseconds since the epoch. */
export function deadlineOf(deadline: Deadline, sentAt: number): number {
  return 'at' in deadline ? deadline.at : sentAt + deadline.withinMs
}

/**
 * Parses a deadline: a duration such as `10m` from when a transaction is sent, or a time with its zone
 * such as `2027-06-30T12:00Z` (ISO 8601).
 * @throws DEADLINE_INVALID
 */
export function parseDeadline(text: string): Deadline {
  if (/^[0-9]+[a-z0-9]*$/.test(text)) {
    const withinMs = parseDuration(text, 'deadline') * MS_PER_SECOND
    if (withinMs > 0) return { withinMs }
  }
  const at = TIME.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw deadlineInvalid(text)
  return { at }
}

function deadlineInvalid(text: string): CapstanError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new CapstanError({
    code: 'DEADLINE_INVALID',
    kind: 'usage',
    message: `The deadline "${shown}" is neither a duration such as "10m" nor a time such as "2027-06-30T12:00Z".`,
    details: { flag: '--deadline', text: shown },
  })
}
