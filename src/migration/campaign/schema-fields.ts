// What the fields of a campaign file are made of.

import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { parseAddress } from '../../primitives/address.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { nearest } from '../../primitives/nearest.ts'
import { zeroAddress } from './campaign-errors.ts'

const SHOWN_KEYS = 20

/**
 * A mapping with exactly these keys; any other is reported with the nearest valid one.
 * The reader hands every scalar over as the text that stands in the file, so that no number loses
 * a digit and an unquoted address stays an address: each field gives its text a meaning.
 */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, Object.keys(shape))
      return issue.input === undefined ? 'is missing' : 'must be a mapping of keys to values'
    },
  })
}

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: 'must be a list' }).default([])
}

export const text = z
  .string({
    error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a single value'),
  })
  .min(1, 'is empty')

/** A field read by one of the floor-0 parsers, whose message becomes the problem's. */
export function field<Value>(parse: (value: string) => Value) {
  return text.transform((value, context) => {
    try {
      return parse(value)
    } catch (error) {
      if (!(error instanceof CapstanError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })
}

export function wholeNumber(least: number, most: number) {
  return text.transform((value, context) => {
    const number = parseWholeNumber(value)
    if (number !== undefined && number >= least && number <= most) return number
    context.addIssue(`must be a whole number from ${least} to ${most}, not ${quoted(value)}`)
    return z.NEVER
  })
}

export function numberOr<const Words extends readonly string[]>(words: Words, number: string) {
  return text.transform((value, context): Words[number] | number => {
    const word = words.find((candidate) => candidate === value)
    const found = word ?? parseWholeNumber(value)
    if (found !== undefined) return found
    const choices = words.map(quoted).join(' or ')
    context.addIssue(`must be ${number} or ${choices}, not ${quoted(value)}`)
    return z.NEVER
  })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, {
    error: (issue) =>
      issue.input === undefined
        ? 'is missing'
        : `must be ${values.join(', ')}, ${not(issue.input)}`,
  })
}

export const address = field((value) => parseAddress(value))
export const payee = field(parsePayee)
export const name = text.regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'must be 1 to 64 letters, digits, dots, dashes and underscores',
)
export const blockNumber = wholeNumber(0, Number.MAX_SAFE_INTEGER)
export const path = text.refine((value) => isAbsolute(value) || !value.startsWith('~'), {
  error: 'must be a path relative to the campaign, or absolute',
})
export const url = text.refine(isHttpUrl, 'must be an http or https URL')

/** A line for each key, as many as are worth reading. */
function unknownKeys(keys: readonly string[], valid: readonly string[]): string {
  return keys
    .slice(0, SHOWN_KEYS)
    .map((key) => {
      const near = nearest(key.slice(0, 100), valid)
      const hint = near === undefined ? `valid: ${valid.join(', ')}` : `did you mean "${near}"?`
      return `unknown key ${quoted(key)}; ${hint}`
    })
    .join('\n')
}

export function parsePayee(value: string): string {
  if (/^0x0{40}$/.test(value)) throw zeroAddress()
  return parseAddress(value)
}

function parseWholeNumber(value: string): number | undefined {
  const number = /^(?:0|[1-9][0-9]{0,15})$/.test(value) ? Number(value) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

export function not(input: unknown): string {
  return typeof input === 'string' ? `not ${quoted(input)}` : 'not a list or mapping'
}

export function quoted(value: string): string {
  return `"${value.length > 80 ? `${value.slice(0, 80)}…` : value}"`
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
