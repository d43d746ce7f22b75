import { bech32 } from '@scure/base'
import { bytomAddressInvalid } from './bytom-errors.ts'
import { type ProgramHash, parseProgram, programHash, programOf } from './control-program.ts'
import { addressPrefix, BYTOM_NETWORKS, type BytomNetwork, networkOfPrefix } from './networks.ts'

export interface BytomAddress extends ProgramHash {
  readonly network: BytomNetwork
}

/** Looks like an address of this family, in either case; nothing is checked. */
const SHAPE = /^(?:[bts]m|[vts]p|[bts]n)1/i

/** Whether a text is meant as an address of Bytom or Vapor, right or wrong. */
export function looksLikeBytomAddress(text: string): boolean {
  return SHAPE.test(text)
}

/**
 * Reads an address: bech32 (BIP-173) of witness version 0 and a hash of 20 or 32 bytes, all lower
 * or all upper case.
 * @throws BYTOM_ADDRESS_INVALID
 */
export function decodeBytomAddress(text: string): BytomAddress {
  const decoded = bech32.decodeUnsafe(text)
  if (decoded === undefined) {
    throw bytomAddressInvalid(text, 'its checksum is wrong, or it is not bech32 text')
  }
  const network = networkOfPrefix(decoded.prefix)
  if (network === undefined) {
    throw bytomAddressInvalid(text, `"${decoded.prefix}" is not a prefix of their networks`)
  }
  const [version, ...words] = decoded.words
  if (version !== 0) throw bytomAddressInvalid(text, 'its witness version is not 0')
  const hash = bech32.fromWordsUnsafe(words)
  const program = hash && programHash(Uint8Array.from(hash))
  if (!program) throw bytomAddressInvalid(text, 'its hash is not 20 or 32 bytes')
  return { network, ...program }
}

/** The address of a version 0 hash of 20 or 32 bytes, in lower case. */
export function encodeBytomAddress(network: BytomNetwork, hash: Uint8Array): string {
  return bech32.encode(addressPrefix(network), [0, ...bech32.toWords(hash)])
}

/** The address of a control program; undefined if it is not exactly of version 0. */
export function addressOfProgram(network: BytomNetwork, program: Uint8Array): string | undefined {
  const parsed = parseProgram(program)
  return parsed && encodeBytomAddress(network, parsed.hash)
}

/** The program that an address pays to. */
export function programOfAddress({ hash }: BytomAddress): Uint8Array {
  return programOf(hash)
}

/** The addresses of a version 0 hash on every network. */
export function addressesOf(hash: Uint8Array): Readonly<Record<BytomNetwork, string>> {
  const entries = BYTOM_NETWORKS.map((network) => [network, encodeBytomAddress(network, hash)])
  return Object.fromEntries(entries) as Record<BytomNetwork, string>
}
