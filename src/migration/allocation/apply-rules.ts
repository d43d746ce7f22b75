import type { Campaign } from '../campaign/campaign.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import { AllocationTable } from '../tree/allocation-table.ts'
import { snapshotChanged } from './allocation-errors.ts'
import { Allocator } from './allocator.ts'
import { BucketFile } from './bucket-file.ts'
import { RedirectedBalances } from './redirected-balances.ts'
import type { AllocationTotals, BalanceCensus } from './rules.ts'
import { type OnRows, readSnapshotRows } from './snapshot-rows.ts'

/** A snapshot after its rules. */
export interface RuledSnapshot {
  readonly allocations: AllocationTable
  readonly ruled: BucketFile
  readonly totals: AllocationTotals
}

/**
 * Applies the rules to a snapshot of accounts.
 * @throws SNAPSHOT_CHANGED, SNAPSHOT_FILE_INVALID, and as `Allocator` does
 */
export async function applyRules(
  { snapshotCsv }: CampaignFiles,
  { decimals, digest, holders }: Snapshot,
  { rules }: Pick<Campaign, 'rules'>,
  census?: BalanceCensus,
): Promise<RuledSnapshot> {
  const allocations = new AllocationTable(holders)
  const ruled = new BucketFile()
  const redirected = new RedirectedBalances(rules)
  const read = async (onRows: OnRows) => {
    if ((await readSnapshotRows(snapshotCsv, onRows)) !== digest) throw snapshotChanged(snapshotCsv)
  }
  // An account can come before those whose balances are redirected to it.
  if (redirected.areNeeded) await read((rows) => redirected.add(rows))
  const sink = {
    allocate: allocations.addRows.bind(allocations),
    rule: ruled.add.bind(ruled),
  }
  const allocator = new Allocator({ rules, decimals, redirected, sink })
  await read((rows) => {
    census?.addRows(rows)
    allocator.takeRows(rows)
  })
  return { allocations, ruled, totals: allocator.finish() }
}
