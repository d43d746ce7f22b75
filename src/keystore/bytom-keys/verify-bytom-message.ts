import { fromBareHex } from '../../primitives/bytom/bare-hex.ts'
import {
  bytomAddressInvalid,
  scriptInvalid,
  xpubInvalid,
} from '../../primitives/bytom/bytom-errors.ts'
import { XPUB_BYTES } from '../../primitives/bytom/chainkd.ts'
import { verifyMessage, verifyQuorum } from '../../primitives/bytom/message-signature.ts'
import { type BytomNetwork, networkOfPrefix } from '../../primitives/bytom/networks.ts'
import { bytomSignatureMalformed, xpubsMissing } from './bytom-key-errors.ts'
import { type BytomMessageInput, readBytomMessage } from './bytom-message.ts'

export interface VerifyBytomMessageInput extends BytomMessageInput {
  readonly address: string
  /** Hex, with or without `0x`. */
  readonly signatures: readonly string[]
  /** Derived xpubs, in the order of the signatures. */
  readonly xpubs: readonly string[]
  /** Hex of the m-of-n script of a P2WSH address. */
  readonly script?: string | undefined
  /** The network the address must be of; default the one of its prefix. */
  readonly network?: BytomNetwork | undefined
}

export interface BytomSignatureCheck {
  readonly valid: boolean
  readonly address: string
  readonly bytomNetwork: BytomNetwork
}

/**
 * Whether the holder of an address signed a message: by its one key as `verify-message` of a node
 * has it, or by the quorum of its script. Needs no key. Stricter than nodes in one thing: a
 * signature has one form, S + L is not valid.
 * @throws BYTOM_ADDRESS_INVALID, BYTOM_XPUB_INVALID, BYTOM_XPUB_MISSING, BYTOM_SCRIPT_INVALID,
 * SIGNATURE_MALFORMED, HEX_INVALID
 */
export function verifyBytomMessage(input: VerifyBytomMessageInput): BytomSignatureCheck {
  const text = input.address.trim()
  const network = input.network ?? networkOf(text)
  const message = readBytomMessage(input)
  const { xpubs, signatures } = input
  if (xpubs.length !== signatures.length) throw xpubsMissing(signatures.length, xpubs.length)
  const given = signatures.map((signature, i) => ({
    signature: bytesOf(signature, bytomSignatureMalformed),
    derivedXpub: parseDerivedXpub(xpubs[i] as string),
  }))
  const address = { network, text }
  return { valid: isValid(), address: text, bytomNetwork: network }

  function isValid(): boolean {
    if (input.script !== undefined) {
      const script = bytesOf(input.script, () => scriptInvalid('it is not hex'))
      return verifyQuorum(address, message, script, given)
    }
    const [only, ...more] = given
    return only !== undefined && more.length === 0 && verifyMessage(address, message, only)
  }
}

function networkOf(address: string): BytomNetwork {
  const network = networkOfPrefix(address.slice(0, address.lastIndexOf('1')).toLowerCase())
  if (network === undefined) throw bytomAddressInvalid(address, 'its prefix is unknown')
  return network
}

/** Only its first half matters, and a signature shows whether that is a key. */
function parseDerivedXpub(text: string): Uint8Array {
  const xpub = fromBareHex(text)
  if (xpub?.length !== XPUB_BYTES) throw xpubInvalid('value of --xpub')
  return xpub
}

function bytesOf(text: string, malformed: () => Error): Uint8Array {
  const bytes = fromBareHex(text.replace(/^0x/, ''))
  if (bytes === undefined) throw malformed()
  return bytes
}
