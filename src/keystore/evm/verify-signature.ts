import { parseAddress } from '../../primitives/address.ts'
import { looksLikeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type { BytomSignatureCheck } from '../bytom-keys/verify-bytom-message.ts'
import { signatureMalformed } from '../keystore-errors.ts'
import { digestOf, readSignable, type SignableInput } from './signable.ts'

const SIGNATURE = /^0x(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{130})$/

export interface VerifySignatureInput extends SignableInput {
  readonly address: string
  /**
   * For an EVM address one, of 65 bytes, or 64 in the short form of EIP-2098, as `0x…`; for one of
   * Bytom one for each signer.
   */
  readonly signatures: readonly string[]
  /** Derived xpubs of a Bytom key, one for each signature. */
  readonly xpubs: readonly string[]
  /** Script of a P2WSH address on Bytom. */
  readonly script?: string | undefined
  /** The network the address of Bytom must be of; default the one of its prefix. */
  readonly network?: BytomNetwork | undefined
}

export interface EvmSignatureCheck {
  readonly valid: boolean
  /** EIP-55; the expected signer. */
  readonly address: string
  /** EIP-55; the signer, or null if the signature is invalid. */
  readonly signer: string | null
}

export type SignatureCheck = EvmSignatureCheck | BytomSignatureCheck

/**
 * Whether a signature is that of `address` over a message or typed data. Needs no key.
 * @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, SIGNATURE_MALFORMED; as `readSignable`, or of an address
 * of Bytom as `verifyBytomMessage`
 */
export async function verifySignature(input: VerifySignatureInput): Promise<SignatureCheck> {
  if (looksLikeBytomAddress(input.address.trim())) {
    const { verifyBytomMessage } = await import('../bytom-keys/verify-bytom-message.ts')
    return verifyBytomMessage(input)
  }
  const address = parseAddress(input.address)
  const [signature, ...more] = input.signatures
  if (!signature || more.length > 0 || !SIGNATURE.test(signature)) throw signatureMalformed()
  const digest = await digestOf(await readSignable(input))
  const { signerOf } = await import('./evm-encoding.ts')
  const signer = signerOf(digest, signature) ?? null
  return { valid: signer === address, address, signer }
}
