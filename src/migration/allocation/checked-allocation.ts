import { type Campaign, rulesDigest } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type AllocationFile, readAllocationFile } from '../tree/allocation-file.ts'
import { buildMerkleTree } from '../tree/merkle-tree.ts'
import { TREE, type TreeFile } from '../tree/tree-file.ts'
import { treeMismatch, treeStale } from './allocation-errors.ts'
import type { BuiltAllocation } from './built-allocation.ts'

/** `allocation.csv` as `tree.json` describes it. */
export interface CheckedAllocation extends AllocationFile {
  readonly described: TreeFile
}

/**
 * Reads the allocation of a campaign and compares it with `tree.json`.
 * @throws TREE_MISSING, TREE_INVALID, ALLOCATION_FILE_INVALID; TREE_STALE if the rules changed
 *   since; TREE_MISMATCH if a file has.
 */
export async function readCheckedAllocation(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
): Promise<CheckedAllocation> {
  const { treeJson, allocationCsv } = campaignFiles(campaign)
  const described = await TREE.read(treeJson)
  if (rulesDigest(described.rules) !== rulesDigest(campaign.rules)) throw treeStale(treeJson)
  const file = await readAllocationFile(allocationCsv)
  const facts = [
    ['allocationDigest', described.allocationDigest, file.digest],
    ['leaves', String(described.leaves), String(file.allocations.length)],
    ['totalBaseUnits', String(described.totalBaseUnits), String(file.totalBaseUnits)],
  ] as const
  for (const [what, said, is] of facts)
    if (said !== is) throw treeMismatch(treeJson, what, said, is)
  return { ...file, described }
}

/**
 * As `readCheckedAllocation`, with the tree hashed again.
 * @throws TREE_MISMATCH for the root too.
 */
export async function readCheckedTree(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
): Promise<CheckedAllocation & BuiltAllocation> {
  const checked = await readCheckedAllocation(campaign)
  const tree = await buildMerkleTree(checked.allocations)
  const { root } = checked.described
  if (tree.root !== root) {
    throw treeMismatch(campaignFiles(campaign).treeJson, 'root', root, tree.root)
  }
  return { ...checked, tree }
}
