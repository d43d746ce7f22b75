import { type BindingsCut, cutNow, cutOfBuild, keepCut } from '../binding/bindings-cut.ts'
import { allocateBound, type BoundSnapshot } from '../binding/bound-snapshot.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { type CampaignFiles, campaignFiles } from '../campaign/campaign-files.ts'
import { findPublished, type Published } from '../publication/published.ts'
import { readingSnapshot, SNAPSHOT, type Snapshot } from '../snapshot/snapshot-files.ts'
import { allocationDigest, writeAllocationFile } from '../tree/allocation-file.ts'
import { buildMerkleTree } from '../tree/merkle-tree.ts'
import { TREE, type TreeFile } from '../tree/tree-file.ts'
import { allocationPublished, bindingsPublished, snapshotMissing } from './allocation-errors.ts'
import { applyRules, type RuledSnapshot } from './apply-rules.ts'
import type { BalanceCensus } from './rules.ts'
import { decimalsDiffer } from './rules-errors.ts'

export interface BuiltTree extends TreeFile {
  /** Rules whose address holds nothing in the snapshot, such as `exclude[0]`. */
  readonly idleRules: readonly string[]
  /** Absolute paths. */
  readonly files: readonly string[]
}

export interface BuildOptions {
  /** Keeps a published build on the bindings it was built with, despite later ones. */
  readonly isResuming?: boolean | undefined
}

/**
 * Turns the snapshot of a campaign into its allocation and tree, for Bytom holders with the current
 * bindings. The same snapshot, rules and bindings give the same bytes. The caller holds the lock of
 * the campaign.
 * @throws SNAPSHOT_MISSING; SNAPSHOT_DIGEST_MISMATCH, SNAPSHOT_DAMAGED, SNAPSHOT_FILE_INVALID;
 *   DECIMALS_DIFFER, ALLOCATION_OVERFLOW, ALLOCATION_EMPTY; for Bytom HOLDERS_UNBOUND,
 *   BINDINGS_INVALID, REDIRECT_AGAINST_BINDING, EVIDENCE_MISSING, EVIDENCE_WRONG, EVIDENCE_SHORT;
 *   ALLOCATION_PUBLISHED if another allocation of this campaign is already on a chain.
 */
export function buildAllocation(
  campaign: Campaign,
  options: BuildOptions = {},
): Promise<BuiltTree> {
  return readingSnapshot(campaignFiles(campaign), () => build(campaign, options))
}

async function build(campaign: Campaign, { isResuming = false }: BuildOptions): Promise<BuiltTree> {
  const files = campaignFiles(campaign)
  const snapshot = await snapshotFor(files, campaign)
  const published = await findPublished(files)
  if (isAccounts(snapshot)) {
    return writeBuild(campaign, snapshot, await applyRules(files, snapshot, campaign), published)
  }
  const isKept = isResuming && published !== undefined
  const cut = await (isKept ? cutOfBuild(campaign) : cutNow(campaign))
  if (published) await assertSameBindings(files, published, cut)
  const ruled = await allocateBound(campaign, snapshot, cut)
  return writeBuild(campaign, snapshot, ruled, published, cut)
}

/** A build recomputed from the snapshot and the rules, without the files of an earlier build. */
export interface RecomputedBuild extends Pick<RuledSnapshot, 'allocations' | 'totals'> {
  readonly snapshot: Snapshot
  /** SHA-256 that `allocation.csv` and `buckets.csv` must have, lower-case hex. */
  readonly allocationDigest: string
  readonly bucketsDigest: string
  /** Only for Bytom holders. */
  readonly bound?: BoundSnapshot | undefined
}

/**
 * Builds the allocation again without writing, for Bytom holders with the kept bindings, all of
 * them verified.
 * @param census receives the balances of the snapshot too, so that they are read once.
 * @throws as `buildAllocation` does about snapshot, rules and bindings.
 */
export function recomputeBuild(
  campaign: Campaign,
  census?: BalanceCensus,
): Promise<RecomputedBuild> {
  return readingSnapshot(campaignFiles(campaign), () => recompute(campaign, census))
}

async function recompute(campaign: Campaign, census?: BalanceCensus): Promise<RecomputedBuild> {
  const files = campaignFiles(campaign)
  const snapshot = await snapshotFor(files, campaign)
  const bound = isAccounts(snapshot)
    ? undefined
    : await allocateBound(campaign, snapshot, await cutOfBuild(campaign), census)
  const { allocations, ruled, totals } =
    bound ?? (await applyRules(files, snapshot, campaign, census))
  return {
    snapshot,
    allocations,
    totals,
    allocationDigest: allocationDigest(allocations),
    bucketsDigest: ruled.digest(),
    bound,
  }
}

async function snapshotFor(
  files: CampaignFiles,
  { rules }: Pick<Campaign, 'rules'>,
): Promise<Snapshot> {
  const snapshot = await SNAPSHOT.find(files.snapshotJson)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  if (rules.decimals !== null && rules.decimals.from !== snapshot.decimals) {
    throw decimalsDiffer(files.snapshotCsv, snapshot.decimals, rules.decimals.from)
  }
  return snapshot
}

function isAccounts({ kind }: Snapshot): boolean {
  return kind === 'erc20' || kind === 'file'
}

async function writeBuild(
  campaign: Campaign,
  snapshot: Snapshot,
  { allocations, ruled, totals, ...more }: RuledSnapshot | BoundSnapshot,
  published: Published | undefined,
  cut?: BindingsCut,
): Promise<BuiltTree> {
  const { rules } = campaign
  const files = campaignFiles(campaign)
  const tree = await buildMerkleTree(allocations)
  // A published list cannot change: a second one would pay people twice.
  if (published) assertSame(published, allocationDigest(allocations))
  const written = [files.allocationCsv, files.bucketsCsv]
  if (cut && 'bound' in more) {
    await keepCut(cut, files.bindingsBuilt)
    await more.bound.write(files.boundCsv)
    await more.unbound.write(files.unboundCsv)
    written.push(files.boundCsv, files.unboundCsv)
    if (cut.digest !== null) written.push(files.bindingsBuilt)
  }
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
    ...('facts' in more && { bound: more.facts }),
  }
  await ruled.write(files.bucketsCsv)
  // Last: it marks the others as complete.
  await TREE.write(files.treeJson, built)
  return { ...built, idleRules, files: [...written, files.treeJson] }
}

/** @throws ALLOCATION_PUBLISHED */
function assertSame(published: Published, digest: string): void {
  if (published.allocation !== digest) throw allocationPublished(published, digest)
}

/** @throws ALLOCATION_PUBLISHED if there are new bindings: they need a supplement. */
async function assertSameBindings(
  files: CampaignFiles,
  published: Published,
  { digest }: BindingsCut,
): Promise<void> {
  const { bound } = await TREE.read(files.treeJson)
  if (bound && bound.bindingsDigest !== digest) {
    throw bindingsPublished(published, bound.bindingsDigest, digest)
  }
}
