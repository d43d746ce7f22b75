import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { accountNotAllocated, proofOfWhom } from '../allocation/allocation-errors.ts'
import { findRuledBalance } from '../allocation/bucket-file.ts'
import { readCheckedTree } from '../allocation/checked-allocation.ts'
import { accountOf, parseHolder } from '../binding/bound-account.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { askedFile, campaignFiles } from '../campaign/campaign-files.ts'
import type { AllocationTable } from './allocation-table.ts'
import { proofLines } from './proof-lines.ts'

/** The leaf of a holder and its proof. */
export interface AccountProof {
  readonly index: number
  /** EIP-55. */
  readonly account: string
  readonly amountBaseUnits: bigint
  /** Sibling hashes from the leaf up. */
  readonly proof: readonly string[]
  readonly root: string
  readonly symbol: string
  readonly decimals: number
}

export interface ProofFile {
  /** Absolute path. */
  readonly file: string
  readonly proofs: number
  readonly root: string
  /** SHA-256 of the file, lower-case hex. */
  readonly digest: string
}

/** One holder, an EVM account (EIP-55) or a Bytom address in lower case; or a file for all. */
export type ProofRequest = { readonly holder: string } | { readonly out: string }

/**
 * Parses the request for one proof or all.
 * @throws PROOF_OF_WHOM if it is neither or both; ADDRESS_INVALID, ADDRESS_CHECKSUM,
 *   BYTOM_ADDRESS_INVALID.
 */
export function proofRequest({
  address,
  out,
}: {
  address: string | undefined
  out: string | undefined
}): ProofRequest {
  if ((address === undefined) === (out === undefined)) throw proofOfWhom()
  return out === undefined ? { holder: parseHolder(address as string) } : { out }
}

/**
 * Makes the proof of one holder; for a Bytom holder, that of the account they are bound to.
 * @param holder account (EIP-55), or Bytom address in lower case.
 * @throws ACCOUNT_NOT_ALLOCATED with the rule, if there is one; and as `readCheckedTree` does.
 */
export async function proveAccount(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
  holder: string,
): Promise<AccountProof> {
  const { allocations, tree, described } = await readCheckedTree(campaign)
  const { symbol, decimals } = described
  const account = await accountOf(campaign, described, holder)
  const index = indexOf(allocations, account.toLowerCase())
  if (index === undefined) {
    const ruled = await findRuledBalance(campaignFiles(campaign).bucketsCsv, account.toLowerCase())
    throw accountNotAllocated(
      account,
      ruled === undefined ? null : `${ruled.outcome} by rules.${ruled.rule}`,
    )
  }
  return {
    index,
    account,
    amountBaseUnits: allocations.amountBaseUnits(index),
    proof: tree.proof(index),
    root: tree.root,
    symbol,
    decimals,
  }
}

/**
 * Writes the proof of every account, one line of JSON each, to be served to holders.
 * @throws OUT_OF_CAMPAIGN, and as `readCheckedTree` does.
 */
export async function proveAll(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
  out: string,
): Promise<ProofFile> {
  const file = askedFile(campaign, out)
  const { allocations, tree } = await readCheckedTree(campaign)
  const digest = await writeDigestedFile(file, proofLines(tree, allocations))
  return { file, proofs: tree.leafCount, root: tree.root, digest }
}

/** Of the account in lower case. */
function indexOf(allocations: AllocationTable, account: string): number | undefined {
  for (let index = 0; index < allocations.length; index++) {
    if (allocations.account(index) === account) return index
  }
  return undefined
}
