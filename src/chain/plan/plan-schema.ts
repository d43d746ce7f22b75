import { z } from 'zod'
import { isChecksumAddress } from '../../primitives/address.ts'
import { isSymbol } from '../networks/network-file.ts'

export const PLAN_FORMAT = 'capstan/plan@1'

const MOST_UINT64 = 2n ** 64n - 1n
const MOST_UINT256 = 2n ** 256n - 1n
const MOST_DECIMALS = 77
const NATIVE_DECIMALS = 18
/** What the journal has room for. */
const LONGEST_TEXT = 512

const address = z.string().refine(isChecksumAddress, 'is no address in its EIP-55 form')
const hex = z.string().regex(/^0x(?:[0-9a-f]{2})*$/)
const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const count = z.number().int().min(0)
// It is shown to somebody who decides by it: one line, and nothing that hides another one.
const text = z
  .string()
  .min(1)
  .max(LONGEST_TEXT)
  .regex(/^\P{C}*$/u, 'has characters that are not printed')
const time = z.iso.datetime({ precision: 3 })
const units = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,77})$/)
  .transform(BigInt)
  .refine((value) => value <= MOST_UINT256, 'is more than any amount')
const delta = z
  .string()
  .regex(/^-?[1-9][0-9]{0,77}$/)
  .transform(BigInt)
const asset = z.union([z.literal('native'), address])

/** Shown twice it would look like twice as much. */
const TWICE = 'names one twice'

function isUnique(names: readonly (readonly string[])[]): boolean {
  return new Set(names.map((name) => name.join(' '))).size === names.length
}

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
    decoded: z
      .strictObject({
        signature: text,
        argNames: z.array(z.string()),
        args: z.array(z.string()),
      })
      .nullable(),
    effects: z
      .array(z.strictObject({ account: address, asset, deltaBaseUnits: delta }))
      .refine((all) => isUnique(all.map((one) => [one.asset, one.account])), TWICE),
    approvals: z.array(
      z.strictObject({ asset: address, owner: address, spender: address, amountBaseUnits: units }),
    ),
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

// An amount is read by these: a coin of other decimals than every chain's would shrink it.
const assetSchema = z
  .strictObject({
    asset,
    symbol: z.string().refine(isSymbol, 'is no symbol'),
    decimals: count.max(MOST_DECIMALS),
  })
  .refine((one) => one.asset !== 'native' || one.decimals === NATIVE_DECIMALS, {
    path: ['decimals'],
    message: 'are not those of native coin',
  })

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
  assets: z.array(assetSchema).refine((all) => isUnique(all.map((one) => [one.asset])), TWICE),
  transactions: z.array(transactionSchema).min(1),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
})
