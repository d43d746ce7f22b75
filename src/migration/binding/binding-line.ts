// A binding as it is sent and kept: one line of JSON with its keys in order, no spaces, and a line
// feed at the end. A file of bindings is a sequence of such lines.

import { z } from 'zod'
import { chainId, digest } from '../../primitives/fields.ts'
import { bySchema, Format } from '../../primitives/format.ts'
import { Malformed } from '../../primitives/malformed.ts'
import { type Binding, isDestination } from './binding.ts'

/** A binding with 255 signatures is shorter. */
export const MAX_LINE_CHARACTERS = 1 << 17

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const MAX_KEYS = 255

const bytes = (count: number) =>
  z.string().regex(new RegExp(`^(?:[0-9a-f]{2}){${count}}$`), `is not ${count} bytes of hex`)

/** Fields that identify a campaign. */
export const termsShape = {
  campaign: z.string().regex(NAME, 'is not the name of a campaign'),
  snapshot: digest,
  chainId,
}

const schema = z.strictObject({
  ...termsShape,
  source: z.string().regex(/^[a-z]{2}1[a-z0-9]{8,90}$/, 'is not a Bytom address'),
  to: z
    .string()
    .refine(isDestination, 'is not an EVM address in EIP-55 form, or is the zero address'),
  sequence: z.int().min(1),
  script: z
    .string()
    .regex(/^(?:[0-9a-f]{2})+$/, 'is not hex')
    .max(MAX_LINE_CHARACTERS)
    .nullable(),
  signatures: z
    .array(z.strictObject({ publicKey: bytes(32), signature: bytes(64) }))
    .min(1)
    .max(MAX_KEYS),
})

/** The line of a binding, without its line feed. */
export const BINDING = new Format<Binding>({
  format: 'capstan/binding@1',
  read: bySchema(schema),
  isCanonical: true,
  isLine: true,
})

/**
 * Reads a line. Checks the form only, not the signatures.
 * @returns the problem, as the predicate of a sentence, if it is not the line of a binding.
 */
export function parseBindingLine(line: string): Binding | string {
  try {
    return BINDING.decode(line)
  } catch (problem) {
    if (problem instanceof Malformed) return `is not of ${BINDING.name}: ${problem.message}`
    throw problem
  }
}
