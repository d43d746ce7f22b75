import type { Judgement, MultisigDriver } from '../driver.ts'
import type { Proposal } from '../proposal/proposal.ts'
import type { ProposalSignature } from '../proposal/signature.ts'

/** One owner's part in a proposal. */
export interface Confirmation {
  /** EIP-55. */
  readonly owner: string
  readonly weight: number
  readonly by: 'signature' | 'chain'
}

/** The weight a proposal has collected. */
export interface Collected {
  /** Of owners, highest weight first. */
  readonly confirmations: readonly Confirmation[]
  readonly weight: number
  readonly totalWeight: number
  /** Signers in the file that are not owners, or whose contract does not accept the signature. */
  readonly invalid: readonly { readonly signer: string; readonly reason: string }[]
}

/**
 * Weighs the signatures of owners and their confirmations on chain. Reading the file has proved the
 * signatures of keys; contracts are asked about theirs now.
 */
export async function collect(
  driver: MultisigDriver,
  { terms, signatures }: Proposal,
  { owners, confirmedBy }: Judgement,
): Promise<Collected> {
  const faults = new Map<string, string>()
  for (const signature of signatures) {
    const fault = await faultOf(driver, terms, signature, owners)
    if (fault !== undefined) faults.set(signature.signer, fault)
  }
  const signers = signatures.map(({ signer }) => signer).filter((one) => !faults.has(one))
  const confirmations = owners.flatMap(({ address, weight }): Confirmation[] => {
    if (signers.includes(address)) return [{ owner: address, weight, by: 'signature' }]
    return confirmedBy.includes(address) ? [{ owner: address, weight, by: 'chain' }] : []
  })
  return {
    confirmations: confirmations.sort((a, b) => b.weight - a.weight),
    weight: sumOf(confirmations),
    totalWeight: sumOf(owners),
    invalid: [...faults].map(([signer, reason]) => ({ signer, reason })),
  }
}

async function faultOf(
  driver: MultisigDriver,
  terms: Proposal['terms'],
  signature: ProposalSignature,
  owners: Judgement['owners'],
): Promise<string | undefined> {
  if (!owners.some(({ address }) => address === signature.signer)) return 'is not an owner'
  if (signature.form !== 'contract') return undefined
  const isVouched = await driver.isContractSignature(terms, signature)
  return isVouched ? undefined : 'is a contract that does not accept its signature'
}

function sumOf(parts: readonly { readonly weight: number }[]): number {
  return parts.reduce((sum, { weight }) => sum + weight, 0)
}
