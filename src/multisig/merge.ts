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
 * Unites copies that were signed apart. They must be of one proposal; what only describes it (grade,
 * simulation) is taken from the first.
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
      // Any valid signature of a key is as good as another; which bytes of a contract are, only it knows.
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
