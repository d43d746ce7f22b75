import type { CapstanError } from './capstan-error.ts'

/** Why a text cannot be read; never shown as it is. */
export class Malformed extends Error {
  /** The field, as `transactions.0.nonce`; empty for the object itself, undefined for the text. */
  readonly field: string | undefined
  /** Whether the text was valid before it was changed. */
  readonly isAltered: boolean

  /** @param reason a clause: "it is not JSON". */
  constructor(
    reason: string,
    {
      field,
      isAltered = false,
      cause,
    }: { field?: string; isAltered?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause })
    this.field = field
    this.isAltered = isAltered
  }
}

/** Runs a reader; throws its `Malformed` as the error that `error` makes. */
export async function reading<T>(
  work: () => T | Promise<T>,
  error: (reason: string, problem: Malformed) => CapstanError,
): Promise<T> {
  try {
    return await work()
  } catch (problem) {
    throw problem instanceof Malformed ? error(problem.message, problem) : problem
  }
}
