import type { Owner } from '../driver.ts'
import type { ProposalSignature } from '../proposal/signature.ts'

/** What counts for a digest: a signature, or a confirmation on chain (null). */
export interface Vote {
  readonly owner: Owner
  readonly signature: ProposalSignature | null
}

/** Votes of owners, one each; a signature counts before a confirmation of the same owner. */
export function votesOf(
  owners: readonly Owner[],
  signatures: readonly ProposalSignature[],
  confirmedBy: readonly string[],
): Vote[] {
  return owners.flatMap((owner): Vote[] => {
    const signature = signatures.find(({ signer }) => signer === owner.address)
    if (signature) return [{ owner, signature }]
    return confirmedBy.includes(owner.address) ? [{ owner, signature: null }] : []
  })
}

export function weightOf(votes: readonly Vote[]): number {
  return votes.reduce((sum, { owner }) => sum + owner.weight, 0)
}

/** As few votes as reach the threshold, each of which costs gas; all of them where it is not reached. */
export function enoughVotes(votes: readonly Vote[], threshold: number): Vote[] {
  const heaviest = [...votes].sort((a, b) => b.owner.weight - a.owner.weight)
  let weight = 0
  return heaviest.filter(({ owner }) => {
    if (weight >= threshold) return false
    weight += owner.weight
    return true
  })
}

/** Signatures as `execute` takes them: signers ascending, `v r s`, `00 signer length bytes`, `01 signer`. */
export function packSignatures(votes: readonly Vote[]): string {
  const packed = votes
    .map(({ owner, signature }) => ({ signer: owner.address.slice(2).toLowerCase(), signature }))
    .sort((a, b) => (a.signer < b.signer ? -1 : 1))
    .map(({ signer, signature }) => packedOne(signer, signature))
  return `0x${packed.join('')}`
}

function packedOne(signer: string, signature: ProposalSignature | null): string {
  if (signature === null) return `01${signer}`
  const bytes = signature.signature.slice(2)
  if (signature.form === 'eip712') return bytes.slice(128) + bytes.slice(0, 128)
  const length = (bytes.length / 2).toString(16).padStart(4, '0')
  return `00${signer}${length}${bytes}`
}
