import { parseAddress } from '../primitives/address.ts'
import { signatureMalformed } from './errors.ts'
import { digestOf, readSignable, type SignableInput } from './signable.ts'

const SIGNATURE = /^0x(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{130})$/

export interface VerifySignatureInput extends SignableInput {
  readonly address: string
  /** 65 bytes, or 64 in the short form of EIP-2098, as `0x…`. */
  readonly signature: string
}

export interface SignatureCheck {
  readonly valid: boolean
  /** EIP-55; whose it should be. */
  readonly address: string
  /** EIP-55; whose it is, or null if it is nobody's. */
  readonly signer: string | null
}

/**
 * Whether a signature is that of `address` over a message or typed data. Needs no key.
 * @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, SIGNATURE_MALFORMED, HEX_INVALID, TYPED_DATA_INVALID
 */
export async function verifySignature(input: VerifySignatureInput): Promise<SignatureCheck> {
  const address = parseAddress(input.address)
  if (!SIGNATURE.test(input.signature)) throw signatureMalformed()
  const digest = await digestOf(await readSignable(input))
  const { signerOf } = await import('./evm-encoding.ts')
  const signer = signerOf(digest, input.signature) ?? null
  return { valid: signer === address, address, signer }
}
