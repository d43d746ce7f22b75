/**
 * - `eip712`: 65 bytes over the digest, v 27 or 28.
 * - `eth-sign`: 65 bytes over the EIP-191 message of the digest's 32 bytes, v 27 or 28; the driver
 *   writes v as its contract wants it.
 * - `contract`: bytes that the signer, a contract, accepts.
 */
export const SIGNATURE_FORMS = ['eip712', 'eth-sign', 'contract'] as const
export type SignatureForm = (typeof SIGNATURE_FORMS)[number]

export interface ProposalSignature {
  /** Whose it is said to be, EIP-55. */
  readonly signer: string
  readonly form: SignatureForm
  /** `0x` hex, lower case. */
  readonly signature: string
}

/** Whom the bytes alone prove to have signed, and which contracts are only said to have. */
export function signersOf(signatures: readonly ProposalSignature[]) {
  const of = (isContract: boolean) =>
    signatures.flatMap(({ signer, form }) => ((form === 'contract') === isContract ? [signer] : []))
  return { proved: of(false), said: of(true) }
}
