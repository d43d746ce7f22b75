// The strict reading of small JSON files by hand: of those that every command reads, since a schema
// library would double its start-up. They throw Malformed.

import { Malformed } from './malformed.ts'

export type Members = Readonly<Record<string, unknown>>

/** For each member of an object, whether a value may stand there. */
export type Shape<T> = Readonly<Record<keyof T, (value: unknown) => boolean>>

/** @throws Malformed */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Malformed('it is not JSON', { cause })
  }
}

/** @param what as in `"kdf"`. @throws Malformed */
export function membersOf(value: unknown, what: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  throw new Malformed(`${what} is not an object`)
}

/** An object of exactly these members. @throws Malformed */
export function shaped<T>(value: unknown, shape: Shape<T>, what: string): T {
  const members = membersOf(value, what)
  const unknown = Object.keys(members).find((name) => !Object.hasOwn(shape, name))
  if (unknown !== undefined) throw new Malformed(`${what} has the unknown member "${unknown}"`)
  const names = Object.keys(shape) as (keyof T & string)[]
  const wrong = names.find((name) => !shape[name](members[name]))
  if (wrong !== undefined) throw new Malformed(`${what} has no valid "${wrong}"`, { field: wrong })
  return members as T
}

/** Hex with or without `0x`, of `length` bytes if that is given. @throws Malformed */
export function hexBytes(value: unknown, what: string, length?: number): Uint8Array {
  const digits = typeof value === 'string' ? value.replace(/^0x/, '') : ''
  if (typeof value !== 'string' || !/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    throw new Malformed(`its ${what} is not hex`)
  }
  if (length !== undefined && digits.length !== length * 2) {
    throw new Malformed(`its ${what} is not ${length} bytes`)
  }
  return Buffer.from(digits, 'hex')
}

/** @throws Malformed */
export function textOf(value: unknown, at: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Malformed(`${at} is not text`)
}

/** @throws Malformed */
export function oneOf<const T extends string>(
  options: readonly T[],
  value: unknown,
  at: string,
): T {
  const option = options.find((candidate) => candidate === value)
  if (option !== undefined) return option
  throw new Malformed(`${at} is not one of ${options.join(', ')}`)
}

/** A whole number above zero. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}
