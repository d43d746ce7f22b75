import { checksumAddress } from './address.ts'
import type { CsvRow } from './csv-rows.ts'
import { parseUint256 } from './uint256.ts'

/** Bytes of an EVM address. */
export const ADDRESS_BYTES = 20

/**
 * Which spelling of an address a file may hold. `lower`: canonical files, where one account has one
 * spelling. `checksummed`: files made by people; mixed case must then match EIP-55.
 */
export type AddressSpelling = 'lower' | 'checksummed'

/**
 * Reads `0x` and 40 hex characters into the 20 bytes at `offset`.
 * @throws the row's error if the field is anything else.
 */
export function readAddressField(
  row: CsvRow,
  field: number,
  bytes: Uint8Array,
  offset: number,
  spelling: AddressSpelling = 'lower',
): void {
  const start = row.start(field)
  const isPrefixed = row.bytes[start] === 0x30 && row.bytes[start + 1] === 0x78
  if (row.end(field) - start !== 2 + 2 * ADDRESS_BYTES || !isPrefixed) {
    throw row.invalid(field, 'is not 0x and 40 hex characters')
  }
  let seen = 0
  for (let i = 0, at = start + 2; i < ADDRESS_BYTES; i++, at += 2) {
    const high = HEX[row.bytes[at] as number] as number
    const low = HEX[row.bytes[at + 1] as number] as number
    seen |= high | low
    bytes[offset + i] = ((high & NIBBLE) << 4) | (low & NIBBLE)
  }
  if (seen & NO_HEX) throw row.invalid(field, 'is not 0x and 40 hex characters')
  if (seen & UPPER_CASE) requireSpelling(row, field, spelling)
}

/**
 * Reads a canonical decimal number, 0 to 2^256 - 1, into the 32 big-endian bytes at `offset`.
 * @throws the row's error if the field is anything else.
 */
export function readUint256Field(
  row: CsvRow,
  field: number,
  bytes: Uint8Array,
  offset: number,
): void {
  const reason = parseUint256(row.bytes, row.start(field), row.end(field), bytes, offset)
  if (reason !== undefined) throw row.invalid(field, reason)
}

const NIBBLE = 0x0f
const NO_HEX = 0x10
const UPPER_CASE = 0x20

/** The nibble a character stands for, with what else there is to know about it. */
const HEX = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  if (/[0-9a-f]/.test(character)) return Number.parseInt(character, 16)
  return /[A-F]/.test(character) ? Number.parseInt(character, 16) | UPPER_CASE : NO_HEX
})

/** Judges an address that has upper-case letters. */
function requireSpelling(row: CsvRow, field: number, spelling: AddressSpelling): void {
  if (spelling === 'lower') throw row.invalid(field, 'is not in lower case')
  const text = row.text(field)
  const isOneCase = text.slice(2) === text.slice(2).toUpperCase()
  if (!isOneCase && text !== checksumAddress(text)) {
    throw row.invalid(field, 'has a wrong EIP-55 checksum: a character may be mistyped')
  }
}
