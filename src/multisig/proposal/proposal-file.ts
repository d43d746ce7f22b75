// `capstan/proposal@1`: a proposal that travels from owner to owner and gathers signatures.

import { isDeepStrictEqual } from 'node:util'
import { decodeCall, decodeCallAs } from '../../chain/decode/decode-call.ts'
import { Document } from '../../primitives/document.ts'
import { bySchema } from '../../primitives/format.ts'
import type { ProposalScheme } from '../driver.ts'
import { schemeOf } from '../schemes.ts'
import { reasonText } from './grade-reason.ts'
import type { Call, Proposal } from './proposal.ts'
import {
  proposalAltered,
  proposalFileExists,
  proposalInvalid,
  proposalMissing,
  signatureWrong,
} from './proposal-errors.ts'
import { proposalSchema } from './proposal-schema.ts'

/** A payroll of thousands is a megabyte or two; a file of gigabytes is somebody's joke. */
const MAX_BYTES = 16 << 20

/**
 * Nothing is believed that can be computed: what a call is named must be what its bytes say, the
 * digest must follow from the fields, and each signature must be its signer's. What only a chain can
 * tell (grade, simulation, contract signatures) is left as the file says.
 * @throws PROPOSAL_MISSING, PROPOSAL_INVALID naming the field, PROPOSAL_ALTERED,
 * PROPOSAL_SIGNATURE_WRONG, PROPOSAL_FILE_EXISTS
 */
export const PROPOSAL = new Document<Proposal>({
  format: 'capstan/proposal@1',
  read: bySchema(proposalSchema),
  members: ({ terms: { chainId, ...terms }, grade, ...rest }) => ({
    ...terms,
    ...rest,
    chainId: Number(chainId),
    grade: { ...grade, reasons: grade.reasons.map(reasonText) },
  }),
  isCanonical: true,
  maxBytes: MAX_BYTES,
  check,
  missing: proposalMissing,
  invalid: proposalInvalid,
  altered: proposalAltered,
  exists: proposalFileExists,
})

/**
 * Writes a united copy. An earlier copy of the same proposal may stand there, as one of those that
 * were united or of a merge before; what it alone has been signed with is not lost.
 * @throws PROPOSAL_FILE_EXISTS
 */
export async function writeMerged(file: string, proposal: Proposal): Promise<void> {
  const earlier = await PROPOSAL.find(file)
  if (earlier === undefined) return PROPOSAL.write(file, proposal)
  const signers = new Set(proposal.signatures.map(({ signer }) => signer))
  const isCovered = earlier.signatures.every(({ signer }) => signers.has(signer))
  if (earlier.digest !== proposal.digest || !isCovered) throw proposalFileExists(file)
  return PROPOSAL.write(file, proposal)
}

async function check(proposal: Proposal, file: string): Promise<void> {
  for (const [index, call] of proposal.terms.calls.entries()) {
    if (!(await isAsNamed(call))) {
      throw proposalAltered(file, `calls.${index}.decoded is not what its data says`)
    }
  }
  const scheme = await schemeOf(proposal.terms.driver)
  const digest = scheme.digest(proposal.terms)
  if (digest !== proposal.digest) {
    throw proposalAltered(
      file,
      `its fields have the digest ${digest}, and it says ${proposal.digest}`,
    )
  }
  assertSignatures(proposal, scheme, file)
}

/** A function that capstan does not know has the name the proposer gave it, if the bytes agree. */
async function isAsNamed({ to, data, decoded }: Call): Promise<boolean> {
  const known = await decodeCall({ to, data })
  if (known !== null || decoded === null) return isDeepStrictEqual(decoded, known)
  return isDeepStrictEqual(decoded, await decodeCallAs(decoded.signature, data))
}

/** @throws PROPOSAL_SIGNATURE_WRONG */
function assertSignatures({ digest, signatures }: Proposal, scheme: ProposalScheme, file: string) {
  for (const signature of signatures) {
    const { signer, form } = signature
    if (!scheme.forms.includes(form)) {
      throw signatureWrong(file, signer, `has the form ${form}, which this multisig does not take`)
    }
    if (form === 'contract') continue
    const found = scheme.signerOf(digest, signature)
    if (found === undefined) throw signatureWrong(file, signer, 'is no valid signature of anybody')
    if (found !== signer) throw signatureWrong(file, signer, `is of ${found}, or of something else`)
  }
}
