// `capstan/proposal@1`: a proposal that owners pass on and sign.

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

/** A payroll of thousands takes a megabyte or two. */
const MAX_BYTES = 16 << 20

/**
 * Everything that can be computed is checked: the name of a call must match its bytes, the digest must
 * follow from the fields, and each signature must be its signer's. What only a chain can confirm
 * (grade, simulation, contract signatures) stays as the file says.
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
 * Writes a merged copy. The file may hold an earlier copy of the same proposal, but only if no
 * signature of it gets lost.
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
      `its fields have the digest ${digest}, but it says ${proposal.digest}`,
    )
  }
  assertSignatures(proposal, scheme, file)
}

/** A function unknown to capstan has the proposer's name, if the bytes fit it. */
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
      throw signatureWrong(
        file,
        signer,
        `has the form ${form}, which this multisig does not accept`,
      )
    }
    if (form === 'contract') continue
    const found = scheme.signerOf(digest, signature)
    if (found === undefined) throw signatureWrong(file, signer, 'is invalid')
    if (found !== signer) throw signatureWrong(file, signer, `is of ${found}, or of other data`)
  }
}
