import { fileDigest } from '../../primitives/file-chunks.ts'
import { buildNotRecomputed } from '../allocation/allocation-errors.ts'
import { readBoundFile } from '../binding/bound-file.ts'
import type { CampaignFiles } from '../campaign/campaign-files.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import type { Holder } from '../snapshot/holder.ts'
import type { TreeFile } from '../tree/tree-file.ts'
import { LargestHolders } from './largest-holders.ts'
import type { ReportedBindings } from './report.ts'

const LARGEST = 25

/**
 * The Bytom holders in leaves, and the unbound ones. Null if holders need no binding.
 * @param largest holders whose outcome is wanted.
 * @throws BUILD_NOT_RECOMPUTED if a file is not the one that was built.
 */
export async function readBindings(
  { boundCsv, unboundCsv, treeJson }: CampaignFiles,
  { bound: described }: TreeFile,
  largest: readonly Holder[],
): Promise<ReportedBindings | null> {
  if (described === undefined) return null
  const boundDigest = await fileDigest(boundCsv)
  if (boundDigest !== described.boundDigest) {
    throw buildNotRecomputed(treeJson, 'boundDigest', described.boundDigest, boundDigest)
  }
  const wanted = new Set(largest.map(({ address }) => address))
  const accounts = new Map<string, string | null>()
  const bound = { holders: 0, baseUnits: 0n }
  await readBoundFile(boundCsv, ({ address, baseUnits, account }) => {
    bound.holders++
    bound.baseUnits += baseUnits
    if (wanted.has(address)) accounts.set(address, account)
  })
  const unbound = { holders: 0, baseUnits: 0n }
  const left = new LargestHolders(LARGEST)
  const unboundDigest = await readBytomHolders(unboundCsv, ({ address, baseUnits }) => {
    unbound.holders++
    unbound.baseUnits += baseUnits
    left.add(address, baseUnits)
    if (wanted.has(address)) accounts.set(address, null)
  })
  if (unboundDigest !== described.unboundDigest) {
    throw buildNotRecomputed(treeJson, 'unboundDigest', described.unboundDigest, unboundDigest)
  }
  return { bound, unbound, largestUnbound: left.list(), accounts }
}
