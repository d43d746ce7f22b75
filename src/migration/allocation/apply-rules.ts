import type { Campaign } from '../campaign/campaign.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import { AllocationTable } from '../tree/allocation-table.ts'
import { snapshotChanged } from './allocation-errors.ts'
import { Allocator } from './allocator.ts'
import { BucketFile } from './bucket-file.ts'
import { RedirectedBalances } from './redirected-balances.ts'
import type { AllocationTotals } from './rules.ts'
import { readSnapshotRows } from './snapshot-rows.ts'

/** What the rules make of a snapshot. */
export interface RuledSnapshot {
  readonly allocations: AllocationTable
  readonly ruled: BucketFile
  readonly totals: AllocationTotals
}

/** Applies the rules to a snapshot of accounts. @throws SNAPSHOT_CHANGED, SNAPSHOT_FILE_INVALID */
export async function applyRules(
  { snapshotCsv }: CampaignFiles,
  { decimals, digest }: Snapshot,
  { rules }: Pick<Campaign, 'rules'>,
): Promise<RuledSnapshot> {
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
