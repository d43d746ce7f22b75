// What the members of a GradedMultisig sign: EIP-712 over the calls, a keyed nonce and an expiry
// (src/contracts/multisig/IGradedMultisig.sol).

import { recoverAddress, Signature } from 'ethers'
import type { Signer } from '../../keystore/signer.ts'
import type { ProposalScheme, ProposalTypedData } from '../driver.ts'
import type { ProposalTerms } from '../proposal/proposal.ts'
import { fieldUnexpected, signatureFormUnknown } from '../proposal/proposal-errors.ts'
import type { ProposalSignature, SignatureForm } from '../proposal/signature.ts'
import { keyedNonce } from './keyed-nonce.ts'
import { GRADED_DOMAIN, proposalDigest } from './proposal-digest.ts'

export const PROPOSAL_TYPES = {
  Proposal: [
    { name: 'calls', type: 'Call[]' },
    { name: 'key', type: 'uint192' },
    { name: 'sequence', type: 'uint64' },
    { name: 'expiresAt', type: 'uint64' },
  ],
  Call: [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
  ],
}

export const gradedScheme: ProposalScheme = {
  name: 'graded',
  forms: ['eip712', 'contract'],

  typedData(terms: ProposalTerms): ProposalTypedData {
    assertNoFields(terms)
    return {
      domain: { ...GRADED_DOMAIN, chainId: terms.chainId, verifyingContract: terms.multisig },
      types: PROPOSAL_TYPES,
      value: proposalStruct(terms),
    }
  },

  digest(terms: ProposalTerms): string {
    assertNoFields(terms)
    return proposalDigest(terms)
  },

  async sign(
    terms: ProposalTerms,
    signer: Signer,
    form: SignatureForm,
  ): Promise<ProposalSignature> {
    if (form !== 'eip712') throw signatureFormUnknown('graded', form)
    const { domain, types, value } = this.typedData(terms)
    const signature = await signer.signTypedData(domain, types, value)
    return { signer: signer.address, form, signature }
  },

  signerOf(digest: string, { form, signature }: ProposalSignature): string | undefined {
    if (form !== 'eip712' || !/^0x[0-9a-f]{128}(?:1b|1c)$/.test(signature)) return undefined
    try {
      return recoverAddress(digest, Signature.from(signature))
    } catch {
      return undefined
    }
  },

  chainNeeded: () => undefined,
}

function assertNoFields({ fields }: ProposalTerms): void {
  const [field] = Object.keys(fields)
  if (field !== undefined) throw fieldUnexpected('graded', field)
}

/** A proposal as the contract's functions take it. */
export function proposalStruct({ calls, nonce, expiresAtSeconds }: ProposalTerms) {
  return {
    calls: calls.map(({ to, valueWei, data }) => ({ to, value: valueWei, data })),
    ...keyedNonce(nonce),
    expiresAt: expiresAtSeconds ?? 0,
  }
}
