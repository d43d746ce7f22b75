import { type Suggestion, suggestionText } from './suggestion.ts'

/** What went wrong, seen from the operator's chair. The kind decides the exit code. */
export type ErrorKind =
  | 'bug'
  | 'usage'
  | 'refused'
  | 'not-found'
  | 'network'
  | 'reverted'
  | 'mismatch'
  | 'state'
  | 'pending'
  | 'cancelled'

/**
 * Exit codes are a promise to scripts. 5 (nothing was sent, retry), 6 (mined and reverted) and
 * 9 (sent, outcome unknown: resume, never resend) must never be confused: that is where operators
 * lose money.
 */
export const EXIT_CODES: Readonly<Record<ErrorKind, number>> = {
  bug: 1,
  usage: 2,
  refused: 3,
  'not-found': 4,
  network: 5,
  reverted: 6,
  mismatch: 7,
  state: 8,
  pending: 9,
  cancelled: 130,
}

type Detail = string | number | boolean | null

/** JSON-safe: integers that may pass 2^53 are decimal strings. Flat, but for lists of findings. */
export type ErrorDetails = Readonly<
  Record<string, Detail | readonly string[] | readonly Readonly<Record<string, Detail>>[]>
>

export interface CapstanErrorFields {
  /** Stable name scripts may test for, `TOPIC_CONDITION`. */
  readonly code: string
  readonly kind: ErrorKind
  /** One sentence that says what is so, with the values. */
  readonly message: string
  readonly details?: ErrorDetails
  /** Next steps, best first; a command is given so that it can be pasted. */
  readonly suggestions?: readonly Suggestion[]
  readonly cause?: unknown
}

/** The only error a user of capstan sees. Anything else that escapes is a bug and exits 1. */
export class CapstanError extends Error {
  override readonly name = 'CapstanError'
  readonly code: string
  readonly kind: ErrorKind
  readonly details: ErrorDetails
  /** As they are typed beside the campaign they are about. */
  readonly suggestions: readonly string[]
  /** The same before the campaign is named in them. */
  readonly nextSteps: readonly Suggestion[]

  constructor({ code, kind, message, details = {}, suggestions = [], cause }: CapstanErrorFields) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.kind = kind
    this.details = details
    this.nextSteps = suggestions
    this.suggestions = suggestions.map((one) => suggestionText(one))
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind]
  }
}
