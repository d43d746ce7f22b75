import { z } from 'zod'
import { address, asset, count, text, uint256 } from '../../primitives/fields.ts'
import { isSymbol } from '../networks/network-file.ts'

// Fields of the files that people decide by: plans, proposals.

const MAX_DECIMALS = 77
const NATIVE_DECIMALS = 18

const delta = z
  .string()
  .regex(/^-?[1-9][0-9]{0,77}$/, 'is not a whole number other than 0 in decimal digits')
  .transform(BigInt)

/** Listed twice, an amount would look twice as large. */
const TWICE = 'names one twice'

function isUnique(names: readonly (readonly string[])[]): boolean {
  return new Set(names.map((name) => name.join(' '))).size === names.length
}

export const decoded = z
  .strictObject({
    signature: text,
    argNames: z.array(z.string()),
    args: z.array(z.string()),
  })
  .nullable()

export const effects = z
  .array(z.strictObject({ account: address, asset, deltaBaseUnits: delta }))
  .refine((all) => isUnique(all.map((one) => [one.asset, one.account])), TWICE)

export const approvals = z.array(
  z.strictObject({ asset: address, owner: address, spender: address, amountBaseUnits: uint256 }),
)

// Amounts are shown by these: native coin with other decimals would look like less.
const assetSchema = z
  .strictObject({
    asset,
    symbol: z.string().refine(isSymbol, 'is not a symbol'),
    decimals: count.max(MAX_DECIMALS),
  })
  .refine((one) => one.asset !== 'native' || one.decimals === NATIVE_DECIMALS, {
    path: ['decimals'],
    message: 'are not those of native coin',
  })

export const assets = z
  .array(assetSchema)
  .refine((all) => isUnique(all.map((one) => [one.asset])), TWICE)
