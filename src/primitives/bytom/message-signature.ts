import { sameBytes, toBareHex } from './bare-hex.ts'
import { encodeBytomAddress } from './bytom-address.ts'
import { publicKeyOfXpub } from './chainkd.ts'
import { publicKeyHash, sha3 } from './hashes.ts'
import { parseMultisigScript } from './multisig-script.ts'
import type { BytomNetwork } from './networks.ts'
import { verifyStrictly } from './strict-signature.ts'

// `sign-message` of Bytom's nodes signs the bytes of a message as they are: nothing before them,
// no hash. A 32-byte message could therefore be what a transaction's signature is over.

/** A signature with the xpub of its key, derived to the address. */
export interface MessageSignature {
  /** 64 bytes. */
  readonly signature: Uint8Array
  /** 64 bytes, of which the second half does not matter. */
  readonly derivedXpub: Uint8Array
}

/** An address as text. Nodes compare text, so one in upper case matches no key. */
export interface AddressText {
  readonly network: BytomNetwork
  readonly text: string
}

/** Whether the one key of a P2WPKH address signed the message, as `verify-message` says it. */
export function verifyMessage(
  { network, text }: AddressText,
  message: Uint8Array,
  { signature, derivedXpub }: MessageSignature,
): boolean {
  const publicKey = publicKeyOfXpub(derivedXpub)
  if (encodeBytomAddress(network, publicKeyHash(publicKey)) !== text) return false
  return verifyStrictly(signature, message, publicKey)
}

/**
 * Whether enough distinct keys of a P2WSH address signed the message: each signature must be valid
 * and of another key of the script, and the script must be that of the address. Nodes have no such
 * check.
 * @throws BYTOM_SCRIPT_INVALID
 */
export function verifyQuorum(
  { network, text }: AddressText,
  message: Uint8Array,
  script: Uint8Array,
  signatures: readonly MessageSignature[],
): boolean {
  const { quorum, publicKeys } = parseMultisigScript(script)
  if (encodeBytomAddress(network, sha3(script)) !== text) return false
  const signers = new Set<string>()
  for (const { signature, derivedXpub } of signatures) {
    const publicKey = publicKeyOfXpub(derivedXpub)
    const isOfScript = publicKeys.some((key) => sameBytes(key, publicKey))
    if (!isOfScript || !verifyStrictly(signature, message, publicKey)) return false
    signers.add(toBareHex(publicKey))
  }
  return signers.size === signatures.length && signers.size >= quorum
}
