import { isDeepStrictEqual } from 'node:util'
import type { Proposal } from './proposal/proposal.ts'
import { copiesConflict, signaturesConflict } from './proposal/proposal-errors.ts'
import type { ProposalSignature } from './proposal/signature.ts'

/** A proposal and where it was read, for errors. */
export interface Copy {
  readonly file: string
  readonly proposal: Proposal
}

/**
 * Merges copies that were signed separately. They must be of one proposal; the description (grade,
 * simulation) is that of the first.
 * @throws PROPOSAL_COPIES_CONFLICT naming the first field that differs, and where
 */
export function mergeCopies(copies: readonly [Copy, ...Copy[]]): Proposal {
  const [first, ...others] = copies
  for (const other of others) {
    const field = differingField(first.proposal, other.proposal)
    if (field !== undefined) throw copiesConflict(first.file, other.file, field)
  }
  return { ...first.proposal, signatures: unitedSignatures(copies) }
}

function differingField(a: Proposal, b: Proposal): string | undefined {
  const names = Object.keys(a.terms) as (keyof Proposal['terms'])[]
  const field = names.find((name) => !isDeepStrictEqual(a.terms[name], b.terms[name]))
  return field ?? (a.digest === b.digest ? undefined : 'digest')
}

/** @throws PROPOSAL_SIGNATURES_CONFLICT if one contract has given two signatures */
function unitedSignatures(copies: readonly Copy[]): ProposalSignature[] {
  const found = new Map<string, { signature: ProposalSignature; file: string }>()
  for (const { file, proposal } of copies) {
    for (const signature of proposal.signatures) {
      const earlier = found.get(signature.signer)
      // Any valid signature of a key will do; only a contract knows which of its signatures is right.
      const isDoubtful = signature.form === 'contract' || earlier?.signature.form === 'contract'
      if (earlier && isDoubtful && !isDeepStrictEqual(earlier.signature, signature)) {
        throw signaturesConflict(signature.signer, earlier.file, file)
      }
      if (!earlier) found.set(signature.signer, { signature, file })
    }
  }
  return sortedSignatures([...found.values()].map(({ signature }) => signature))
}

export function sortedSignatures(signatures: readonly ProposalSignature[]): ProposalSignature[] {
  return [...signatures].sort((a, b) => (a.signer < b.signer ? -1 : 1))
}
