// The fields that kept files are made of, as zod schemas. A message ends the sentence that begins
// with the name of the field.

import { z } from 'zod'
import { isChecksumAddress } from './address.ts'

const MAX_UINT256 = 2n ** 256n - 1n
const MAX_TEXT_LENGTH = 512

/** SHA-256 of a file, 64 lower-case hex characters. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hex')

/** Hash of a block, a transaction, code or a tree: 0x and 64 lower-case hex characters. */
export const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/, 'is not 0x and 64 hex characters')

/** Whole bytes, `0x` and lower-case hex. */
export const hexData = z.string().regex(/^0x(?:[0-9a-f]{2})*$/, 'is not 0x and lower-case hex')

/** EIP-55. */
export const address = z.string().refine(isChecksumAddress, 'is not an address in EIP-55 form')

/** `native`, or the token's address. */
export const asset = z.union([z.literal('native'), address])

/** A whole number from 0 that JSON can hold: a block number, a nonce, seconds. */
export const count = z.int().min(0)

/** The id of an EVM chain, as the number that files hold. */
export const chainId = z.int().min(1)

/** The same as a bigint; `Number` of it is written. */
export const bigChainId = chainId.transform(BigInt)

/** Wei, or base units of a token: canonical decimal digits, up to 2^256 - 1. */
export const uint256 = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,77})$/, 'is not a whole number in decimal digits')
  .transform(BigInt)
  .refine((value) => value <= MAX_UINT256, 'does not fit 256 bits')

/** A sum of base units, which need not fit 256 bits. */
export const sumOfBaseUnits = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,90})$/, 'is not a whole number in decimal digits')
  .transform(BigInt)

/** A moment in UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 })

/** What is shown to people: one line, and no character that hides another one. */
export const text = z
  .string()
  .min(1)
  .max(MAX_TEXT_LENGTH)
  .regex(/^\P{C}*$/u, 'has characters that are not printed')
