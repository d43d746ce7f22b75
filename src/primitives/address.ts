import { CapstanError } from './capstan-error.ts'
import { keccak256 } from './keccak.ts'

const HEX_ADDRESS = /^0x[0-9a-fA-F]{40}$/

export const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

/** The mixed-case form of EIP-55 for `0x` and 40 hex characters of any case. */
export function checksumAddress(address: string): string {
  const lower = address.slice(2).toLowerCase()
  const hash = keccak256(Buffer.from(lower, 'ascii'))
  let mixed = '0x'
  for (let i = 0; i < 40; i++) {
    const nibble = ((hash[i >> 1] as number) >> (i % 2 === 0 ? 4 : 0)) & 0xf
    const character = lower[i] as string
    mixed += nibble >= 8 ? character.toUpperCase() : character
  }
  return mixed
}

/** Whether a text is an address in its EIP-55 form, as all that capstan writes. */
export function isChecksumAddress(text: string): boolean {
  return HEX_ADDRESS.test(text) && checksumAddress(text) === text
}

/**
 * Reads an EVM address and returns its EIP-55 form. All-lower and all-upper case carry no checksum
 * and are taken as they are; mixed case must match.
 * @throws ADDRESS_INVALID if it is not 0x and 40 hex characters, ADDRESS_CHECKSUM if mixed case is wrong.
 */
export function parseAddress(text: string, what = 'address'): string {
  if (!HEX_ADDRESS.test(text)) {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
    throw new CapstanError({
      code: 'ADDRESS_INVALID',
      kind: 'usage',
      message: `The ${what} "${shown}" is not 0x and 40 hex characters.`,
      details: { what },
    })
  }
  const checksummed = checksumAddress(text)
  const body = text.slice(2)
  const hasChecksum = body !== body.toLowerCase() && body !== body.toUpperCase()
  if (hasChecksum && text !== checksummed) {
    throw new CapstanError({
      code: 'ADDRESS_CHECKSUM',
      kind: 'usage',
      message: `The ${what} ${text} has a wrong EIP-55 checksum: a character may be mistyped.`,
      details: { what, address: text },
      suggestions: ['Copy the address again from where it came.'],
    })
  }
  return checksummed
}
