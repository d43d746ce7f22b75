import type { Campaign } from '../campaign/campaign.ts'
import { type CampaignFiles, campaignFiles } from '../campaign/campaign-files.ts'
import { findDeployment } from '../distributor/deployment.ts'
import { findPayoutBook } from '../payout-book/payout-book-file.ts'
import { readSnapshot, type Snapshot } from '../snapshot/snapshot-files.ts'
import { allocationDigest, writeAllocationFile } from '../tree/allocation-file.ts'
import { AllocationTable } from '../tree/allocation-table.ts'
import { buildMerkleTree } from '../tree/merkle-tree.ts'
import { Allocator } from './allocator.ts'
import { BucketFile } from './bucket-file.ts'
import {
  allocationPublished,
  holdersUnbound,
  snapshotChanged,
  snapshotMissing,
} from './build-errors.ts'
import { RedirectedBalances } from './redirected-balances.ts'
import type { AllocationTotals } from './rules.ts'
import { decimalsDiffer } from './rules-errors.ts'
import { readSnapshotRows } from './snapshot-rows.ts'
import { type TreeFile, writeTreeFile } from './tree-file.ts'

export interface BuiltTree extends TreeFile {
  /** Rules whose address holds nothing in the snapshot, such as `exclude[0]`. */
  readonly idleRules: readonly string[]
  /** Absolute paths. */
  readonly files: readonly string[]
}

/**
 * Turns the snapshot of a campaign into its allocation and tree. The same snapshot and rules give
 * the same bytes. The caller holds the campaign's lock.
 * @throws SNAPSHOT_MISSING; SNAPSHOT_DIGEST_MISMATCH, SNAPSHOT_DAMAGED, SNAPSHOT_FILE_INVALID;
 *   DECIMALS_DIFFER, ALLOCATION_OVERFLOW, ALLOCATION_EMPTY;
 *   ALLOCATION_PUBLISHED if another allocation of this campaign is on a chain already.
 */
export async function buildAllocation(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
): Promise<BuiltTree> {
  const { rules } = campaign
  const files = campaignFiles(campaign)
  const snapshot = await snapshotFor(files, campaign)
  const { allocations, ruled, totals } = await applyRules(files, snapshot, campaign)
  const tree = await buildMerkleTree(allocations)
  await assertNotPublished(files, allocations)
  const { idleRules, ...sums } = totals
  const built: TreeFile = {
    ...sums,
    root: tree.root,
    leaves: tree.leafCount,
    symbol: snapshot.symbol,
    decimals: rules.decimals?.to ?? snapshot.decimals,
    allocationDigest: await writeAllocationFile(files.allocationCsv, allocations),
    snapshotDigest: snapshot.digest,
    rules,
  }
  await ruled.write(files.bucketsCsv)
  // Last, as it says that the others are complete.
  await writeTreeFile(files.treeJson, built)
  return { ...built, idleRules, files: [files.allocationCsv, files.bucketsCsv, files.treeJson] }
}

/** What the snapshot and the rules give, whatever the files of an earlier build say. */
export interface RecomputedBuild {
  readonly allocations: AllocationTable
  readonly totals: AllocationTotals
  /** SHA-256 that `allocation.csv` and `buckets.csv` must have, lower-case hex. */
  readonly allocationDigest: string
  readonly bucketsDigest: string
}

/**
 * Builds the allocation once more and writes nothing.
 * @throws as `buildAllocation` does of snapshot and rules.
 */
export async function recomputeBuild(
  campaign: Pick<Campaign, 'directory' | 'rules'>,
): Promise<RecomputedBuild> {
  const files = campaignFiles(campaign)
  const snapshot = await snapshotFor(files, campaign)
  const { allocations, ruled, totals } = await applyRules(files, snapshot, campaign)
  return {
    allocations,
    totals,
    allocationDigest: allocationDigest(allocations),
    bucketsDigest: ruled.digest(),
  }
}

async function snapshotFor(
  files: CampaignFiles,
  { rules }: Pick<Campaign, 'rules'>,
): Promise<Snapshot> {
  const snapshot = await readSnapshot(files)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  if (snapshot.kind === 'bytom') throw holdersUnbound(files.snapshotCsv)
  if (rules.decimals !== null && rules.decimals.from !== snapshot.decimals) {
    throw decimalsDiffer(files.snapshotCsv, snapshot.decimals, rules.decimals.from)
  }
  return snapshot
}

async function applyRules(
  { snapshotCsv }: CampaignFiles,
  { decimals, digest }: Snapshot,
  { rules }: Pick<Campaign, 'rules'>,
): Promise<{ allocations: AllocationTable; ruled: BucketFile; totals: AllocationTotals }> {
  const allocations = new AllocationTable()
  const ruled = new BucketFile()
  const redirected = new RedirectedBalances(rules)
  const read = async (onBalance: (address: string, balance: bigint) => void) => {
    if ((await readSnapshotRows(snapshotCsv, onBalance)) !== digest) {
      throw snapshotChanged(snapshotCsv)
    }
  }
  if (redirected.areNeeded) await read((address, balance) => redirected.add(address, balance))
  const sink = {
    allocate: (address: string, amount: bigint) => allocations.add(address, amount),
    rule: ruled.add.bind(ruled),
  }
  const allocator = new Allocator({ rules, decimals, redirected, sink })
  await read((address, balance) => allocator.take(address, balance))
  return { allocations, ruled, totals: allocator.finish() }
}

/** What is published cannot be changed: a second list would pay people twice. */
async function assertNotPublished(
  { deploymentJson, payoutBook }: CampaignFiles,
  allocations: AllocationTable,
): Promise<void> {
  const published = [
    { file: deploymentJson, digest: (await findDeployment(deploymentJson))?.allocation },
    { file: payoutBook, digest: (await findPayoutBook(payoutBook))?.allocation },
  ]
  for (const { file, digest } of published) {
    if (digest === undefined) continue
    const built = allocationDigest(allocations)
    if (digest !== built) throw allocationPublished(file, digest, built)
  }
}
