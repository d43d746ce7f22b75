import { z } from 'zod'
import {
  address,
  bigChainId,
  bytes32,
  count,
  digest,
  hexData,
  instant,
  text,
  uint256,
} from '../../primitives/fields.ts'
import { approvals, assets, decoded, effects } from './plan-fields.ts'

const MAX_UINT64 = 2n ** 64n - 1n

const transactionSchema = z
  .strictObject({
    description: text,
    idempotencyKey: text,
    to: address.nullable(),
    data: hexData,
    valueWei: uint256,
    nonce: count,
    gasLimit: uint256.refine((value) => value <= MAX_UINT64, 'is more than any gas limit'),
    transactionType: z.union([z.literal(0), z.literal(2)]),
    maxFeeWei: uint256,
    priorityFeeWei: uint256,
    decoded,
    effects,
    approvals,
    codeHash: bytes32.nullable(),
  })
  .refine(
    ({ transactionType: type, maxFeeWei, priorityFeeWei }) =>
      type === 0 ? priorityFeeWei === maxFeeWei : priorityFeeWei <= maxFeeWei,
    { path: ['priorityFeeWei'], message: 'does not fit the highest fee' },
  )
  .transform(({ transactionType: type, maxFeeWei, priorityFeeWei, ...transaction }) => ({
    ...transaction,
    fee: { type, maxFeeWei, priorityFeeWei },
  }))

/** The members of a plan file, each by itself. */
export const planSchema = z.strictObject({
  command: text,
  createdAt: instant,
  expiresAt: instant,
  network: text,
  chainId: bigChainId,
  from: address,
  block: z.strictObject({ number: count, hash: bytes32 }),
  order: z.enum(['one-by-one', 'pipelined']),
  effectsFrom: z.enum(['simulation', 'stated']),
  assets,
  transactions: z.array(transactionSchema).min(1),
  digest,
})
