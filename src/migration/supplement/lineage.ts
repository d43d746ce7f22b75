// A supplement pays holders whom an earlier build of the same snapshot left unbound. Going back from
// one to the next leads to the campaign whose snapshot it was.

import { resolve } from 'node:path'
import { snapshotMissing } from '../build/build-errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { readCampaign } from '../campaign/read-campaign.ts'
import { readSnapshot, type Snapshot } from '../snapshot/snapshot-files.ts'
import { lineageTooLong } from './supplement-errors.ts'

const MOST_SUPPLEMENTS = 1000

export type Origin = Pick<Campaign, 'directory' | 'name' | 'source' | 'rules'>

/** The campaign whose unbound holders a supplement pays; undefined if it is none. */
export async function campaignBefore({
  directory,
  source,
}: Pick<Campaign, 'directory' | 'source'>): Promise<Campaign | undefined> {
  return source.kind === 'supplement' ? readCampaign(resolve(directory, source.of)) : undefined
}

/**
 * The first campaign of a line of supplements, and the snapshot that its holders sign for.
 * @throws SNAPSHOT_MISSING, SUPPLEMENTS_CIRCULAR, and as `readCampaign` and `readSnapshot` do.
 */
export async function originOf(
  campaign: Origin,
): Promise<{ readonly campaign: Origin; readonly snapshot: Snapshot }> {
  let first = campaign
  for (let steps = 0; ; steps++) {
    const before = await campaignBefore(first)
    if (before === undefined) break
    if (steps === MOST_SUPPLEMENTS) throw lineageTooLong(campaign.directory)
    first = before
  }
  const files = campaignFiles(first)
  const snapshot = await readSnapshot(files)
  if (snapshot === undefined) throw snapshotMissing(files.snapshotJson)
  return { campaign: first, snapshot }
}
