import type { Signer } from '../../keystore/signer.ts'
import { mergeCopies } from '../merge.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { PROPOSAL } from '../proposal/proposal-file.ts'
import type { ProposalSignature, SignatureForm } from '../proposal/signature.ts'
import { schemeOf } from '../schemes.ts'

/** Signs a proposal with a key. The digest is computed from its terms, never taken from the file. */
export async function signProposal(
  { terms }: Proposal,
  signer: Signer,
  form: SignatureForm | undefined,
): Promise<ProposalSignature> {
  const scheme = await schemeOf(terms.driver)
  return scheme.sign(terms, signer, form ?? (scheme.forms[0] as SignatureForm))
}

/**
 * Adds a signature to the file as it is now: another owner may have signed it meanwhile. A kill at
 * any point leaves the old file or the new one.
 * @throws PROPOSAL_COPIES_CONFLICT if the file now holds another proposal
 */
export async function addSignature(
  file: string,
  proposal: Proposal,
  signature: ProposalSignature,
): Promise<Proposal> {
  const current = await proposalNow(file, proposal)
  const signatures = proposal.signatures.filter(({ signer }) => signer !== signature.signer)
  const signed = {
    ...proposal,
    signatures: [...signatures, signature].sort((a, b) => (a.signer < b.signer ? -1 : 1)),
  }
  const others = { ...current, signatures: current.signatures.filter(isOfOther(signature)) }
  const merged = mergeCopies([
    { file, proposal: signed },
    { file, proposal: others },
  ])
  await PROPOSAL.write(file, merged)
  return merged
}

/** Nearly always byte for byte the one that was read, so it is not parsed again. */
async function proposalNow(file: string, read: Proposal): Promise<Proposal> {
  const text = await PROPOSAL.findText(file)
  return text === PROPOSAL.text(read) ? read : PROPOSAL.read(file)
}

function isOfOther({ signer }: ProposalSignature) {
  return (one: ProposalSignature) => one.signer !== signer
}
