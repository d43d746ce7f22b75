import { existsSync } from 'node:fs'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type AllocationFile, readAllocationFile } from '../tree/allocation-file.ts'
import { buildMerkleTree, type MerkleTree } from '../tree/merkle-tree.ts'
import { allocationMissing } from './allocation-errors.ts'

/**
 * `allocation.csv` with its tree. The tree is hashed again each time: no file is trusted for it.
 */
export interface BuiltAllocation extends AllocationFile {
  readonly tree: MerkleTree
}

/** @throws ALLOCATION_MISSING, ALLOCATION_FILE_INVALID, ALLOCATION_EMPTY */
export async function readBuiltAllocation(
  campaign: Pick<Campaign, 'directory'>,
): Promise<BuiltAllocation> {
  const file = campaignFiles(campaign).allocationCsv
  if (!existsSync(file)) throw allocationMissing(file)
  const built = await readAllocationFile(file)
  return { ...built, tree: await buildMerkleTree(built.allocations) }
}
