// `capstan/proposal@1`: a proposal that travels from owner to owner and gathers signatures.

import { isDeepStrictEqual } from 'node:util'
import { decodeCall, decodeCallAs } from '../../chain/decode/decode-call.ts'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { canonicalJson } from '../../primitives/canonical-json.ts'
import type { ProposalScheme } from '../driver.ts'
import { schemeOf } from '../schemes.ts'
import { reasonText } from './grade-reason.ts'
import type { Call, Proposal } from './proposal.ts'
import {
  proposalAltered,
  proposalFileExists,
  proposalInvalid,
  signatureWrong,
} from './proposal-errors.ts'
import { PROPOSAL_FORMAT, proposalSchema } from './proposal-schema.ts'
import { readProposalText, textIfThere } from './proposal-text.ts'

/** The canonical text of a proposal: the same proposal gives the same bytes everywhere. */
export function proposalText(proposal: Proposal): string {
  const { terms, network, createdAt, digest, grade, simulation, assets, signatures } = proposal
  const { chainId, ...rest } = terms
  return canonicalJson({
    format: PROPOSAL_FORMAT,
    ...{ ...rest, chainId: Number(chainId) },
    ...{ network, createdAt, digest, simulation, assets, signatures },
    grade: { ...grade, reasons: grade.reasons.map(reasonText) },
  })
}

/** Writes a new proposal. One that is there already stays. @throws PROPOSAL_FILE_EXISTS */
export async function writeProposal(file: string, proposal: Proposal): Promise<void> {
  const text = proposalText(proposal)
  const there = await textIfThere(file)
  if (there === text) return
  if (there !== undefined) throw proposalFileExists(file)
  await writeFileAtomically(file, text)
}

/**
 * Writes a united copy. An earlier copy of the same proposal may stand there, as one of those that
 * were united or of a merge before; what it alone has been signed with is not lost.
 * @throws PROPOSAL_FILE_EXISTS
 */
export async function writeMerged(file: string, proposal: Proposal): Promise<void> {
  const there = await textIfThere(file)
  if (there === undefined) return writeFileAtomically(file, proposalText(proposal))
  const earlier = await parseProposal(there, file)
  const signers = new Set(proposal.signatures.map(({ signer }) => signer))
  const isCovered = earlier.signatures.every(({ signer }) => signers.has(signer))
  if (earlier.digest !== proposal.digest || !isCovered) throw proposalFileExists(file)
  return replaceProposal(file, proposal)
}

/** Puts a proposal with more signatures in the place of the one that was read. */
export function replaceProposal(file: string, proposal: Proposal): Promise<void> {
  return writeFileAtomically(file, proposalText(proposal))
}

/** @throws PROPOSAL_MISSING and what `parseProposal` throws. */
export async function readProposal(file: string): Promise<Proposal> {
  return parseProposal(await readProposalText(file), file)
}

/**
 * Reads a proposal file and believes nothing that it can compute: what a call is named must be what
 * its bytes say, the digest must follow from the fields, and each signature must be its signer's.
 * What only a chain can tell (grade, simulation, contract signatures) is left as the file says.
 * @throws PROPOSAL_INVALID naming the field, PROPOSAL_ALTERED, PROPOSAL_SIGNATURE_WRONG
 */
export async function parseProposal(text: string, file: string): Promise<Proposal> {
  const proposal = proposalOf(parsed(text, file), file)
  if (proposalText(proposal) !== text) {
    throw proposalAltered(file, 'it is not in its canonical form')
  }
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
  return proposal
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw proposalInvalid(file, 'it is not JSON')
  }
}

function proposalOf(json: unknown, file: string): Proposal {
  const result = proposalSchema.safeParse(json)
  if (!result.success) {
    const issue = result.error.issues[0]
    const field = issue?.path.join('.') || 'the file'
    throw proposalInvalid(file, `${field}: ${issue?.message}`)
  }
  const { network, createdAt, digest, grade, simulation, assets, signatures } = result.data
  const { driver, chainId, multisig, calls, nonce, expiresAtSeconds, fields } = result.data
  return {
    terms: { driver, chainId, multisig, calls, nonce, expiresAtSeconds, fields },
    ...{ network, createdAt, digest, grade, simulation, assets, signatures },
  }
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
