import { z } from 'zod'
import {
  address,
  approvals,
  assets,
  count,
  decoded,
  effects,
  hash,
  hex,
  text,
  time,
  units,
} from './plan-fields.ts'

export const PLAN_FORMAT = 'capstan/plan@1'

const MOST_UINT64 = 2n ** 64n - 1n

const transactionSchema = z
  .strictObject({
    description: text,
    idempotencyKey: text,
    to: address.nullable(),
    data: hex,
    valueWei: units,
    nonce: count,
    gasLimit: units.refine((value) => value <= MOST_UINT64, 'is more than any gas limit'),
    transactionType: z.union([z.literal(0), z.literal(2)]),
    maxFeeWei: units,
    priorityFeeWei: units,
    decoded,
    effects,
    approvals,
    codeHash: hash.nullable(),
  })
  .refine(
    ({ transactionType: type, maxFeeWei, priorityFeeWei }) =>
      type === 0 ? priorityFeeWei === maxFeeWei : priorityFeeWei <= maxFeeWei,
    { path: ['priorityFeeWei'], message: 'is no tip of that highest fee' },
  )
  .transform(({ transactionType: type, maxFeeWei, priorityFeeWei, ...transaction }) => ({
    ...transaction,
    fee: { type, maxFeeWei, priorityFeeWei },
  }))

/** A plan file, apart from whether its digest holds. */
export const planSchema = z.strictObject({
  format: z.literal(PLAN_FORMAT),
  command: text,
  createdAt: time,
  expiresAt: time,
  network: text,
  chainId: count.min(1).transform(BigInt),
  from: address,
  block: z.strictObject({ number: count, hash }),
  order: z.enum(['one-by-one', 'pipelined']),
  effectsFrom: z.enum(['simulation', 'stated']),
  assets,
  transactions: z.array(transactionSchema).min(1),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
})
