import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomically } from '../../primitives/atomic-file.ts'
import { type BuiltTree, buildAllocation } from '../allocation/build-allocation.ts'
import { cutNow } from '../binding/bindings-cut.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { CAMPAIGN_FILE_NAME, campaignFiles, withCampaignLock } from '../campaign/campaign-files.ts'
import { readCampaign } from '../campaign/read-campaign.ts'
import { findPublished } from '../publication/published.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { firstOf } from './lineage.ts'
import {
  nobodyBoundLate,
  supplementOfOtherKind,
  supplementsExcluded,
  supplementTooEarly,
} from './supplement-errors.ts'
import { supplementFolder, supplementYaml } from './supplement-file.ts'

/** A built supplement and the campaign it is: every step takes it with `--campaign`. */
export interface BuiltSupplement extends BuiltTree {
  readonly campaign: Campaign
}

/**
 * Builds a tree for the holders who bound after the publication of all earlier builds: in a folder
 * of its own below the campaign, with the unbound holders of earlier builds as its snapshot, so
 * that no holder of an earlier tree can be in it. An unpublished supplement is built again. The
 * caller holds the lock of the campaign.
 * @throws SUPPLEMENT_OF_OTHER_KIND, UNBOUND_IS_REMAINDER, SUPPLEMENT_TOO_EARLY, NOBODY_BOUND_LATE,
 *   and as `buildAllocation` does.
 */
export async function buildSupplement(campaign: Campaign): Promise<BuiltSupplement> {
  const first = await firstOf(campaign)
  if (first.source.kind !== 'bytom') throw supplementOfOtherKind(first.source.kind)
  if (first.rules.unbound === 'remainder') throw supplementsExcluded(first.directory)
  const { last, count } = await lastOf(first)
  const isOpen = (await findPublished(campaignFiles(last)))?.isDone !== true
  if (isOpen && count === 0) throw supplementTooEarly(first.directory)
  const next = isOpen ? last : await begin(first, last, count + 1)
  return withCampaignLock(next, async () => {
    await takeSnapshot(NO_CHAIN, next.source, next)
    return { ...(await buildAllocation(next)), campaign: next }
  })
}

/** The newest supplement, or the campaign itself when there is none. */
async function lastOf(first: Campaign): Promise<{ last: Campaign; count: number }> {
  let count = 0
  while (existsSync(fileOf(first, count + 1))) count++
  return { last: count === 0 ? first : await readCampaign(fileOf(first, count)), count }
}

/** Makes the folder of the next supplement, once somebody is there to be paid by it. */
async function begin(first: Campaign, last: Campaign, number: number): Promise<Campaign> {
  const { destinations } = await cutNow(first)
  let [left, late] = [0, 0]
  await readBytomHolders(campaignFiles(last).unboundCsv, ({ program }) => {
    left++
    if (destinations.has(program)) late++
  })
  if (late === 0) throw nobodyBoundLate(last.directory, left)
  const file = fileOf(first, number)
  await writeFileAtomically(file, supplementYaml(first, number))
  return readCampaign(file)
}

function fileOf({ directory }: Campaign, number: number): string {
  return join(directory, supplementFolder(number), CAMPAIGN_FILE_NAME)
}

const NO_CHAIN = {
  chain: () => Promise.reject(new TypeError('The holders of a supplement are in a file')),
}
