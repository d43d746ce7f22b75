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
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    const at = start + 2 + 2 * i
    const high = NIBBLES[row.bytes[at] as number] as number
    const low = NIBBLES[row.bytes[at + 1] as number] as number
    if (high > 0xf || low > 0xf) throw row.invalid(field, 'is not 0x and 40 hex characters')
    bytes[offset + i] = (high << 4) | low
  }
  requireSpelling(row, field, spelling)
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

const NO_NIBBLE = 0x10
const NIBBLES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  return /[0-9a-fA-F]/.test(character) ? Number.parseInt(character, 16) : NO_NIBBLE
})

function requireSpelling(row: CsvRow, field: number, spelling: AddressSpelling): void {
  let hasUpper = false
  let hasLower = false
  for (let i = row.start(field) + 2; i < row.end(field); i++) {
    const byte = row.bytes[i] as number
    if (byte >= 0x61) hasLower = true
    else if (byte >= 0x41) hasUpper = true
  }
  if (!hasUpper) return
  if (spelling === 'lower') throw row.invalid(field, 'is not in lower case')
  const text = row.text(field)
  if (hasLower && text !== checksumAddress(text)) {
    throw row.invalid(field, 'has a wrong EIP-55 checksum: a character may be mistyped')
  }
}
