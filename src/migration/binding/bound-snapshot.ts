import { holdersUnbound, snapshotChanged } from '../allocation/allocation-errors.ts'
import type { RuledSnapshot } from '../allocation/apply-rules.ts'
import { BucketFile } from '../allocation/bucket-file.ts'
import { ListFile } from '../allocation/list-file.ts'
import { assertRetired } from '../allocation/retired-evidence.ts'
import type { BalanceCensus } from '../allocation/rules.ts'
import type { Campaign, CampaignRules } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { PROGRAMS_HEADER } from '../snapshot/bytom/holdings.ts'
import { snapshotDamaged } from '../snapshot/snapshot-errors.ts'
import type { Snapshot } from '../snapshot/snapshot-files.ts'
import { supplementDiffers } from '../supplement/supplement-errors.ts'
import { AllocationTable } from '../tree/allocation-table.ts'
import type { BoundFiles } from '../tree/tree-file.ts'
import type { BindingsCut } from './bindings-cut.ts'
import { BoundAllocator } from './bound-allocator.ts'
import { BoundFile } from './bound-file.ts'

/** A snapshot of Bytom holders after rules and bindings. */
export interface BoundSnapshot extends RuledSnapshot {
  readonly bound: BoundFile
  readonly unbound: ListFile
  readonly facts: BoundFiles
  /** Control programs of the holders in leaves, in ascending order of address. */
  readonly programs: readonly string[]
}

/**
 * Allocates the balances of a snapshot to the accounts that the holders are bound to.
 * @throws HOLDERS_UNBOUND if nobody is; EVIDENCE_MISSING, EVIDENCE_WRONG, EVIDENCE_SHORT,
 *   REDIRECT_AGAINST_BINDING; SNAPSHOT_CHANGED, SNAPSHOT_DAMAGED, SNAPSHOT_FILE_INVALID.
 */
export async function allocateBound(
  campaign: Campaign,
  snapshot: Snapshot,
  { digest: bindingsDigest, chainId, destinations, decimals: first }: BindingsCut,
  census?: BalanceCensus,
): Promise<BoundSnapshot> {
  const { rules, directory } = campaign
  // Late holders are paid at the same rate.
  if (stepsOf(rules.decimals) !== stepsOf(first)) throw supplementDiffers(directory, 'decimals')
  const { snapshotCsv, snapshotJson } = campaignFiles(campaign)
  const source = snapshot.bytom ?? snapshot.supplement
  if (source === undefined) throw snapshotDamaged(snapshotJson, 'does not say whose holders it has')
  const { decimals, blockHeight: height } = snapshot
  assertRetired(rules, { file: snapshotJson, height, transactions: snapshot.bytom?.evidence })

  const unattributable = unattributableIn(snapshot, snapshotJson)
  const allocator = new BoundAllocator({
    rules,
    decimals,
    network: source.network,
    destinations,
    unattributable,
  })
  const read = await readBytomHolders(snapshotCsv, (holder) => {
    census?.add(holder.address, holder.baseUnits)
    allocator.take(holder)
  })
  if (read !== snapshot.digest) throw snapshotChanged(snapshotCsv)
  const { allocations, ruled, bound, unbound, ...totals } = allocator.finish()
  if (allocations.length === 0 && unbound.length > 0) throw holdersUnbound(snapshotCsv)

  const lists = {
    ruled: new BucketFile(),
    bound: new BoundFile(),
    unbound: new ListFile(PROGRAMS_HEADER),
  }
  for (const balance of ruled) lists.ruled.add(balance)
  for (const holder of bound) lists.bound.add(holder)
  for (const { address, baseUnits, program } of unbound) {
    lists.unbound.addRow(address, baseUnits, program)
  }
  const table = new AllocationTable()
  for (const { account, amount } of allocations) table.add(account, amount)
  return {
    allocations: table,
    ...lists,
    totals,
    facts: {
      chainId,
      bindingsDigest,
      boundDigest: lists.bound.digest(),
      unboundDigest: lists.unbound.digest(),
    },
    programs: bound.map(({ program }) => program),
  }
}

/** How many decimals the paid asset has more. */
function stepsOf(decimals: CampaignRules['decimals']): number {
  return decimals === null ? 0 : decimals.to - decimals.from
}

/**
 * The unattributable balances. With those of the holders they must equal the supply, and the supply
 * must equal issued less retired, or snapshot.json is not what the replay wrote.
 * @throws SNAPSHOT_DAMAGED
 */
function unattributableIn(
  { bytom, supplyBaseUnits, totalBaseUnits }: Snapshot,
  file: string,
): bigint {
  const list = bytom?.unattributable ?? []
  const unattributable = list.reduce((sum, { baseUnits }) => sum + baseUnits, 0n)
  if (totalBaseUnits + unattributable !== supplyBaseUnits) {
    throw snapshotDamaged(file, 'has holders and programs that do not make up the supply')
  }
  if (bytom === undefined) return unattributable
  const { issuedBaseUnits, retiredBaseUnits, repeatedSpends } = bytom
  const excess = repeatedSpends.reduce((sum, spend) => sum + spend.excessBaseUnits, 0n)
  if (issuedBaseUnits - retiredBaseUnits + excess !== supplyBaseUnits) {
    throw snapshotDamaged(file, 'has a supply that is not what was issued less what was retired')
  }
  return unattributable
}
