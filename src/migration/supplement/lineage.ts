// A supplement pays holders whom an earlier build of the same snapshot left unbound. Going back
// from one to the next leads to the campaign whose snapshot it was.

import { join, resolve } from 'node:path'
import { snapshotMissing } from '../allocation/allocation-errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { readCampaign } from '../campaign/read-campaign.ts'
import { readSnapshot, type Snapshot } from '../snapshot/snapshot-files.ts'
import { lineageTooLong, supplementMisplaced } from './supplement-errors.ts'
import { supplementFolder } from './supplement-file.ts'

const MAX_SUPPLEMENTS = 1000

/** The campaign whose unbound holders a supplement pays; undefined if it is not a supplement. */
export async function campaignBefore({
  directory,
  source,
}: Pick<Campaign, 'directory' | 'source'>): Promise<Campaign | undefined> {
  return source.kind === 'supplement' ? readCampaign(resolve(directory, source.of)) : undefined
}

/**
 * The first campaign of a line of supplements; any other campaign is its own first. Each supplement
 * has one place, so that there are never two after the same build.
 * @throws SUPPLEMENT_MISPLACED, SUPPLEMENTS_CIRCULAR, and as `readCampaign` does.
 */
export async function firstOf(campaign: Campaign): Promise<Campaign> {
  const line = [campaign]
  let first = campaign
  for (;;) {
    const before = await campaignBefore(first)
    if (before === undefined) break
    if (line.length > MAX_SUPPLEMENTS) throw lineageTooLong(campaign.directory)
    line.unshift(before)
    first = before
  }
  for (const [number, { directory }] of line.entries()) {
    const place = number === 0 ? directory : join(first.directory, supplementFolder(number))
    if (directory !== place) throw supplementMisplaced(directory, place)
  }
  return first
}

/**
 * The first campaign of a line, and the snapshot that all its holders sign for.
 * @throws SNAPSHOT_MISSING, and as `firstOf` and `readSnapshot` do.
 */
export async function originOf(
  campaign: Campaign,
): Promise<{ readonly campaign: Campaign; readonly snapshot: Snapshot }> {
  const first = await firstOf(campaign)
  const files = campaignFiles(first)
  const snapshot = await readSnapshot(files)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  return { campaign: first, snapshot }
}
