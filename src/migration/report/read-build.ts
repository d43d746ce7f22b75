import { existsSync } from 'node:fs'
import { fileDigest } from '../../primitives/file-chunks.ts'
import { buildNotRecomputed, treeStale } from '../allocation/allocation-errors.ts'
import { readBucketFile } from '../allocation/bucket-file.ts'
import { type RecomputedBuild, recomputeBuild } from '../allocation/build-allocation.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { BalanceCensus, RuledBalance } from '../allocation/rules.ts'
import { type Campaign, rulesDigest } from '../campaign/campaign.ts'
import { type CampaignFiles, campaignFiles } from '../campaign/campaign-files.ts'
import type { Holder } from '../snapshot/holder.ts'
import { buildMerkleTree, type MerkleTree } from '../tree/merkle-tree.ts'
import { TREE, type TreeFile } from '../tree/tree-file.ts'
import { readBindings } from './read-bindings.ts'
import type { ReportedBuild } from './report.ts'

/** A recomputed build, and its files, which are equal. */
export interface CheckedBuild {
  readonly described: TreeFile
  readonly recomputed: RecomputedBuild
  readonly built: BuiltAllocation
}

/**
 * Builds the allocation and its tree again, and compares the files. Null if nothing is
 * built.
 * @param census is given the balances of the snapshot, unless nothing is built.
 * @throws TREE_STALE if the rules have changed since; BUILD_NOT_RECOMPUTED if a file has
 */
export async function checkBuild(
  campaign: Campaign,
  census: BalanceCensus,
): Promise<CheckedBuild | null> {
  const files = campaignFiles(campaign)
  if (!existsSync(files.treeJson)) return null
  const described = await TREE.read(files.treeJson)
  if (rulesDigest(described.rules) !== rulesDigest(campaign.rules)) throw treeStale(files.treeJson)
  const recomputed = await recomputeBuild(campaign, census)
  const { allocations, allocationDigest: digest, totals } = recomputed
  const tree = await buildMerkleTree(allocations)
  await assertRecomputed(files, described, recomputed, tree)
  const built = { allocations, digest, totalBaseUnits: totals.totalBaseUnits, tree }
  return { described, recomputed, built }
}

/**
 * Collects what a report shows of a build.
 * @param largest holders whose outcome is wanted.
 */
export async function readBuild(
  files: CampaignFiles,
  tree: TreeFile,
  largest: readonly Holder[],
): Promise<ReportedBuild> {
  const bindings = await readBindings(files, tree, largest)
  return { tree, ...(await readRuled(files, largest)), bindings }
}

async function assertRecomputed(
  files: CampaignFiles,
  tree: TreeFile,
  { allocations, totals, allocationDigest, bucketsDigest, bound }: RecomputedBuild,
  { root }: MerkleTree,
): Promise<void> {
  const { buckets } = totals
  const facts = [
    [files.treeJson, 'root', tree.root, root],
    [files.treeJson, 'leaves', tree.leaves, allocations.length],
    [files.treeJson, 'totalBaseUnits', tree.totalBaseUnits, totals.totalBaseUnits],
    [
      files.treeJson,
      'snapshotTotalBaseUnits',
      tree.snapshotTotalBaseUnits,
      totals.snapshotTotalBaseUnits,
    ],
    [files.treeJson, 'allocationDigest', tree.allocationDigest, allocationDigest],
    [files.allocationCsv, 'digest', await fileDigest(files.allocationCsv), allocationDigest],
    [files.bucketsCsv, 'digest', await fileDigest(files.bucketsCsv), bucketsDigest],
    [files.treeJson, 'boundDigest', tree.bound?.boundDigest, bound?.facts.boundDigest],
    [files.treeJson, 'unboundDigest', tree.bound?.unboundDigest, bound?.facts.unboundDigest],
    ...bucketNames(buckets).map(
      (name) => [files.treeJson, `buckets.${name}`, tree.buckets[name], buckets[name]] as const,
    ),
  ] as const
  for (const [file, what, said, is] of facts) {
    if (said !== is) throw buildNotRecomputed(file, what, String(said), String(is))
  }
}

function bucketNames<Buckets extends object>(buckets: Buckets): (keyof Buckets & string)[] {
  return Object.keys(buckets) as (keyof Buckets & string)[]
}

async function readRuled(
  { bucketsCsv }: CampaignFiles,
  largest: readonly Holder[],
): Promise<Omit<ReportedBuild, 'tree' | 'bindings'>> {
  const wanted = new Set(largest.map(({ address }) => address))
  const ruled = {
    excluded: { holders: 0, baseUnits: 0n },
    redirected: { holders: 0, baseUnits: 0n },
    dust: { holders: 0, baseUnits: 0n },
  }
  const balancesByRule = new Map<string, bigint>()
  const largestRuled = new Map<string, RuledBalance>()
  await readBucketFile(bucketsCsv, (balance) => {
    const { address, outcome, balanceBaseUnits, rule } = balance
    ruled[outcome].holders++
    ruled[outcome].baseUnits += balanceBaseUnits
    if (outcome !== 'dust') balancesByRule.set(rule, balanceBaseUnits)
    if (wanted.has(address)) largestRuled.set(address, balance)
  })
  return { ruled, balancesByRule, largestRuled }
}
