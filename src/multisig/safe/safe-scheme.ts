import type { Signer } from '../../keystore/signer.ts'
import { hexToBytes } from '../../primitives/hex.ts'
import type { ProposalScheme } from '../driver.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import { signatureFormUnknown } from '../proposal/proposal-errors.ts'
import type { ProposalSignature, SignatureForm } from '../proposal/signature.ts'
import { CANONICAL_MULTI_SENDS } from './safe-releases.ts'
import { recoverSigner } from './safe-signatures.ts'
import { multiSendOf, safeTransactionHash, safeTypedData } from './safe-transaction.ts'

/** The scheme of a Safe, the same for 1.3.0 and 1.4.1. */
export const safeScheme: ProposalScheme = {
  name: 'safe',
  forms: ['eip712', 'eth-sign', 'contract'],
  typedData: safeTypedData,
  digest: safeTransactionHash,
  signerOf: recoverSigner,

  async sign(terms, signer, form): Promise<ProposalSignature> {
    return { signer: signer.address, form, signature: await signature(terms, signer, form) }
  },

  chainNeeded(terms): string | undefined {
    const multiSend = multiSendOf(terms)
    if (multiSend === undefined || CANONICAL_MULTI_SENDS.includes(multiSend)) return undefined
    return `the Safe would run the code at ${multiSend} as its own, and only a chain can show it`
  },
}

async function signature(
  terms: ProposalTerms,
  signer: Signer,
  form: SignatureForm,
): Promise<string> {
  if (form === 'eip712') {
    const { domain, types, value } = safeTypedData(terms)
    return signer.signTypedData(domain, types, value)
  }
  if (form !== 'eth-sign') throw signatureFormUnknown('safe', form)
  return signer.signMessage(hexToBytes(safeTransactionHash(terms), 'digest'))
}
