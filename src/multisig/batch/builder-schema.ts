import { z } from 'zod'
import { uint256 } from '../../primitives/fields.ts'

/** Most calls of a batch file. */
const MAX_CALLS = 5_000
const digits = z.string().regex(/^(0|[1-9]\d{0,77})$/, 'is not a decimal number in a string')

interface Input {
  readonly name: string
  readonly type: string
  readonly components?: Input[]
}

const input: z.ZodType<Input> = z.object({
  name: z.string(),
  type: z.string(),
  components: z.array(z.lazy(() => input)).exactOptional(),
})

const method = z.object({ name: z.string(), inputs: z.array(input) })
export type BuilderMethod = z.infer<typeof method>

const transaction = z.strictObject({
  to: z.string(),
  value: uint256,
  data: z.string().nullish(),
  contractMethod: method.nullish(),
  contractInputsValues: z.record(z.string(), z.string()).nullish(),
})
export type BuilderTransaction = z.infer<typeof transaction>

/**
 * The members that are read. Others are ignored where they change nothing; a transaction has no others,
 * as they could make it more than a call.
 */
export const batchFile = z.object({
  version: z.literal('1.0'),
  chainId: z.union([digits, z.int().positive().transform(String)]),
  meta: z.object({
    checksum: z.string().nullish(),
    createdFromSafeAddress: z.string().nullish(),
  }),
  transactions: z.array(transaction).min(1).max(MAX_CALLS),
})
