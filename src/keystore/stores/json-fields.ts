/** Makes the error of one reader from what is wrong, told as part of a sentence. */
export type Fail = (reason: string, cause?: unknown) => Error
export type Members = Readonly<Record<string, unknown>>

// The strict reading of small JSON files that hold keys. A schema library would double the
// start-up of every command that signs.

/** @throws what `fail` makes */
export function parseJson(text: string, fail: Fail): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail('it is not JSON', cause)
  }
}

/** An object's members. @throws what `fail` makes of a list, null or anything else */
export function membersOf(value: unknown, what: string, fail: Fail): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw fail(`${what} is no object`)
}

/** Hex with or without `0x`, of `length` bytes if that is given. @throws what `fail` makes */
export function hexBytes(value: unknown, what: string, fail: Fail, length?: number): Uint8Array {
  const digits = typeof value === 'string' ? value.replace(/^0x/, '') : ''
  if (typeof value !== 'string' || !/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    throw fail(`its ${what} is not hex`)
  }
  if (length !== undefined && digits.length !== length * 2) {
    throw fail(`its ${what} is not of ${length} bytes`)
  }
  return Buffer.from(digits, 'hex')
}

/** A text that is not empty. @throws what `fail` makes */
export function textOf(value: unknown, at: string, fail: Fail): string {
  if (typeof value === 'string' && value !== '') return value
  throw fail(`${at} is no text`)
}

/** @throws what `fail` makes of anything but the options */
export function oneOf<const T extends string>(
  options: readonly T[],
  value: unknown,
  at: string,
  fail: Fail,
): T {
  const option = options.find((candidate) => candidate === value)
  if (option !== undefined) return option
  throw fail(`${at} is none of ${options.join(', ')}`)
}

/** A whole number above zero. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}
