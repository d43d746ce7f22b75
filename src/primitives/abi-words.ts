// Words of the Solidity ABI: 32 bytes each, as hex without `0x`.

const WORD_DIGITS = 64

/** A number of at most 256 bits. */
export function word(value: bigint | number): string {
  return value.toString(16).padStart(WORD_DIGITS, '0')
}

/** @param address 0x and 40 hex digits. */
export function addressWord(address: string): string {
  return address.slice(2).toLowerCase().padStart(WORD_DIGITS, '0')
}
