import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { snapshotChanged, snapshotMissing } from '../allocation/allocation-errors.ts'
import { readSnapshotRows } from '../allocation/snapshot-rows.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { type CampaignFiles, campaignFiles } from '../campaign/campaign-files.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { holdersIn } from '../snapshot/holder.ts'
import { fileDigest, readSnapshot, type Snapshot } from '../snapshot/snapshot-files.ts'
import { HolderCensus, type HolderDistribution } from './holder-distribution.ts'
import { readBuild } from './read-build.ts'
import { readPublication } from './read-publication.ts'
import type { CampaignReport, ReportedFile } from './report.ts'

export interface ReportPorts {
  /** The chain it pays on; asked for only when something is published there. */
  connect(): Promise<ReadingTools>
  /** Of capstan. */
  readonly version: string
}

/**
 * Collects all that a report shows, as far as the campaign has come. Needs no key.
 * @throws SNAPSHOT_MISSING; TREE_STALE, BUILD_NOT_RECOMPUTED; and as `audit` does.
 */
export async function readReport(
  campaign: Campaign,
  { connect, version }: ReportPorts,
): Promise<CampaignReport> {
  const files = campaignFiles(campaign)
  const snapshot = await readSnapshot(files)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  const distribution = await readDistribution(files, snapshot)
  const build = await readBuild(campaign, distribution.largest)
  return {
    campaign,
    snapshot,
    distribution,
    build,
    publication: build === null ? null : await readPublication(campaign, connect),
    files: await readFiles(campaign, files),
    version,
  }
}

/** @throws SNAPSHOT_CHANGED, SNAPSHOT_FILE_INVALID */
async function readDistribution(
  { snapshotCsv }: CampaignFiles,
  { kind, digest, decimals }: Snapshot,
): Promise<HolderDistribution> {
  const census = new HolderCensus()
  const read =
    kind === 'bytom' || kind === 'supplement'
      ? await readBytomHolders(snapshotCsv, (one) => census.add(one.address, one.baseUnits))
      : await readSnapshotRows(snapshotCsv, (rows) => {
          for (const { address, amount } of holdersIn([rows])) census.add(address, amount)
        })
  if (read !== digest) throw snapshotChanged(snapshotCsv)
  return census.finish(decimals)
}

/** The files that anyone needs to compute all of it again, as far as they are there. */
async function readFiles(
  { directory, path }: Campaign,
  files: CampaignFiles,
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
    found.push({ name, bytes: status.size, digest: await fileDigest(file) })
  }
  return found
}
