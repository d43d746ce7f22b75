import { z } from 'zod'
import { isChecksumAddress } from '../../primitives/address.ts'
import { isSymbol } from '../networks/network-file.ts'

// Fields of the files that people decide by: plans, proposals.

const MOST_UINT256 = 2n ** 256n - 1n
const MOST_DECIMALS = 77
const NATIVE_DECIMALS = 18
/** What the journal has room for. */
const LONGEST_TEXT = 512

export const address = z.string().refine(isChecksumAddress, 'is no address in its EIP-55 form')
export const hex = z.string().regex(/^0x(?:[0-9a-f]{2})*$/)
export const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
export const count = z.number().int().min(0)
// It is shown to somebody who decides by it: one line, and nothing that hides another one.
export const text = z
  .string()
  .min(1)
  .max(LONGEST_TEXT)
  .regex(/^\P{C}*$/u, 'has characters that are not printed')
export const time = z.iso.datetime({ precision: 3 })
export const units = z
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
  z.strictObject({ asset: address, owner: address, spender: address, amountBaseUnits: units }),
)

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

export const assets = z
  .array(assetSchema)
  .refine((all) => isUnique(all.map((one) => [one.asset])), TWICE)
