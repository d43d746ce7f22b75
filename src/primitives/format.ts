// A format that capstan keeps: JSON whose member `format` says what it is, as `capstan/plan@1`.
// Each is declared once, with its schema; what is common to all of them is here.

import type { z } from 'zod'
import { canonicalJson, canonicalLine } from './canonical-json.ts'
import { sha256Hex } from './digest.ts'
import { type Members, membersOf, parseJson } from './json-fields.ts'
import { Malformed } from './malformed.ts'

export interface FormatTerms<Value> {
  /** With its version: `capstan/plan@1`. */
  readonly format: string
  /**
   * Reads all members but `format`: `bySchema` of a zod schema. What every command reads is read by
   * hand, as a schema library doubles the start-up. @throws Malformed
   */
  readonly read: (members: Members) => Value
  /** The members of a value in the file, where they are not its own. */
  readonly members?: (value: Value) => object
  /** Whether a text is refused that is not, to the byte, what capstan writes. */
  readonly isCanonical?: boolean
  /** Whether the member `digest` is the SHA-256 of the text without it. */
  readonly hasDigest?: boolean
  /** Whether the text is one line of a larger file. */
  readonly isLine?: boolean
}

/** Values as text and back. `Document` is a format with a file of its own. */
export class Format<Value> {
  readonly name: string
  readonly #terms: FormatTerms<Value>

  constructor(terms: FormatTerms<Value>) {
    this.name = terms.format
    this.#terms = terms
  }

  /** The canonical text of a value: the same value gives the same bytes on every machine. */
  text(value: Value): string {
    return this.#write(this.json(value))
  }

  /** The value as a member of another document. */
  json(value: Value): Members {
    const members = this.#terms.members?.(value) ?? value
    return { format: this.name, ...members }
  }

  /** SHA-256 of the text of a value that has no digest yet, 64 lower-case hex characters. */
  digestOf(value: Omit<Value, 'digest'>): string {
    return sha256Hex(this.text(value as Value))
  }

  /** @throws Malformed */
  decode(text: string): Value {
    const json = parseJson(text)
    const value = this.decodeJson(json)
    if (this.#terms.isCanonical && this.#rewritten(json) !== text) {
      throw new Malformed('it is not in its canonical form', { isAltered: true })
    }
    return value
  }

  /** Decodes what is a member of another document. @throws Malformed */
  decodeJson(json: unknown): Value {
    const { format, ...members } = membersOf(json, 'it')
    if (format !== this.name) {
      const found = JSON.stringify(format) ?? 'missing'
      throw new Malformed(`its format is ${found}, not "${this.name}"`, { field: 'format' })
    }
    if (this.#terms.hasDigest) this.#assertDigest(json as Members)
    return this.#terms.read(members)
  }

  #assertDigest({ digest, ...rest }: Members): void {
    const text = this.#rewritten(rest)
    if (text === undefined || digest !== sha256Hex(text)) {
      throw new Malformed('its digest is wrong', { isAltered: true })
    }
  }

  /** Undefined for JSON that has no canonical form, such as a fraction. */
  #rewritten(json: unknown): string | undefined {
    try {
      return this.#write(json as object)
    } catch (error) {
      if (error instanceof TypeError) return undefined
      throw error
    }
  }

  #write(json: object): string {
    return this.#terms.isLine ? canonicalLine(json) : canonicalJson(json)
  }
}

/** Reads members by a zod schema, whose messages end a sentence that begins with the field. @throws Malformed */
export function bySchema<Value>(schema: z.ZodType<Value>): (members: Members) => Value {
  return (members) => {
    const parsed = schema.safeParse(members, { error: problemOf })
    if (parsed.success) return parsed.data
    const { path, message } = parsed.error.issues[0] as z.core.$ZodIssue
    const field = path.join('.')
    throw new Malformed(`${field || 'it'} ${message}`, { field })
  }
}

/** The problem that zod found, as text. */
function problemOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has the unknown member ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `is not of type ${issue.expected}`
    case 'invalid_value':
      return `is not ${issue.values.map(String).join(' or ')}`
    case 'too_small':
      return `is ${hasLength(issue) ? 'shorter' : 'less'} than ${issue.minimum}`
    case 'too_big':
      return `is ${hasLength(issue) ? 'longer' : 'more'} than ${issue.maximum}`
    default:
      return 'is not what it must be'
  }
}

function hasLength({ origin }: { readonly origin: string }): boolean {
  return origin === 'string' || origin === 'array'
}
