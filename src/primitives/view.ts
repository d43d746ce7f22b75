import type { ErrorKind } from './capstan-error.ts'

/**
 * What a result looks like to a script and to a person. Views are pure; the base command alone
 * decides which of the two is printed.
 */
export interface View {
  /** The documented JSON keys. A bigint is printed as a decimal string. */
  readonly json: object
  /** A sentence for one thing, a table for many; no trailing newline. */
  readonly text: string
  /** Set by a result that is bad news, such as a signature that is not valid: the kind decides the exit code. */
  readonly finding?: ErrorKind
}
