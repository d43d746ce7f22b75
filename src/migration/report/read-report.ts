import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { fileDigest } from '../../primitives/file-chunks.ts'
import { snapshotChanged, snapshotMissing } from '../allocation/allocation-errors.ts'
import type { BalanceCensus } from '../allocation/rules.ts'
import { readSnapshotRows } from '../allocation/snapshot-rows.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { type CampaignFiles, campaignFiles } from '../campaign/campaign-files.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { readingSnapshot, SNAPSHOT, type Snapshot } from '../snapshot/snapshot-files.ts'
import { HolderCensus } from './holder-distribution.ts'
import { type CheckedBuild, checkBuild, readBuild } from './read-build.ts'
import { readPublication } from './read-publication.ts'
import type { CampaignReport, ReportedFile } from './report.ts'

export interface ReportPorts {
  /** The chain it pays on; called only if something is published. */
  connect(): Promise<ReadingTools>
  /** Version of capstan. */
  readonly version: string
}

/**
 * Collects all facts of a report, as far as the campaign has come. Needs no key.
 * @throws SNAPSHOT_MISSING; TREE_STALE, BUILD_NOT_RECOMPUTED; and as `audit` does.
 */
export async function readReport(
  campaign: Campaign,
  { connect, version }: ReportPorts,
): Promise<CampaignReport> {
  const files = campaignFiles(campaign)
  const snapshot = await SNAPSHOT.find(files.snapshotJson)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  const census = new HolderCensus()
  const checked = await readingSnapshot(files, async () => {
    const build = await checkBuild(campaign, census)
    if (build === null) await countHolders(files, snapshot, census)
    return build
  })
  const distribution = census.finish(snapshot.decimals)
  return {
    campaign,
    snapshot,
    distribution,
    build: checked && (await readBuild(files, checked.described, distribution.largest)),
    publication: checked && (await readPublication(campaign, checked, connect)),
    files: await readFiles(campaign, files, digestsOf(files, snapshot, checked)),
    version,
  }
}

/** @throws SNAPSHOT_CHANGED, SNAPSHOT_FILE_INVALID */
async function countHolders(
  { snapshotCsv }: CampaignFiles,
  { kind, digest }: Snapshot,
  census: BalanceCensus,
): Promise<void> {
  const read =
    kind === 'bytom' || kind === 'supplement'
      ? await readBytomHolders(snapshotCsv, (one) => census.add(one.address, one.baseUnits))
      : await readSnapshotRows(snapshotCsv, (rows) => census.addRows(rows))
  if (read !== digest) throw snapshotChanged(snapshotCsv)
}

/** SHA-256 of the files that were read for the report. */
function digestsOf(
  { snapshotCsv, allocationCsv, bucketsCsv }: CampaignFiles,
  snapshot: Snapshot,
  checked: CheckedBuild | null,
): ReadonlyMap<string, string> {
  const digests = new Map([[snapshotCsv, snapshot.digest]])
  if (checked === null) return digests
  const { allocationDigest, bucketsDigest } = checked.recomputed
  return digests.set(allocationCsv, allocationDigest).set(bucketsCsv, bucketsDigest)
}

/** The existing files that anyone needs to compute all of it again. */
async function readFiles(
  { directory, path }: Campaign,
  files: CampaignFiles,
  digests: ReadonlyMap<string, string>,
): Promise<ReportedFile[]> {
  const paths = [
    path,
    files.snapshotJson,
    files.snapshotCsv,
    files.allocationCsv,
    files.bucketsCsv,
    files.boundCsv,
    files.unboundCsv,
    files.bindingsBuilt,
    files.treeJson,
    files.deploymentJson,
    files.payoutBook,
  ]
  const found: ReportedFile[] = []
  for (const file of paths) {
    const status = await stat(file).catch(() => undefined)
    if (status === undefined) continue
    const name = relative(directory, file).replaceAll('\\', '/')
    found.push({ name, bytes: status.size, digest: digests.get(file) ?? (await fileDigest(file)) })
  }
  return found
}
