// The bindings a build stands on. More of them come in while a campaign is paid, so a build keeps a
// copy of those it was made with.

import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { bindingsChanged } from '../allocation/allocation-errors.ts'
import type { Campaign, CampaignRules } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { originOf } from '../supplement/lineage.ts'
import { type BoundHolders, boundHolders } from './bound-holders.ts'

/** Verified bindings, and the file that has them. */
export interface BindingsCut extends BoundHolders {
  readonly file: string
  /** Decimals of the campaign that all of them are of. */
  readonly decimals: CampaignRules['decimals']
}

/**
 * The bindings of a campaign as they are now: of a supplement, those of the campaign it goes back to.
 * @throws as `boundHolders` does.
 */
export async function cutNow(campaign: Campaign): Promise<BindingsCut> {
  const { campaign: first, snapshot } = await originOf(campaign)
  const file = campaignFiles(first).bindings
  return { file, decimals: first.rules.decimals, ...(await boundHolders(first, snapshot)) }
}

/** The bindings that an earlier build of the campaign was made with, verified again. */
export async function cutOfBuild(campaign: Campaign): Promise<BindingsCut> {
  const { campaign: first, snapshot } = await originOf(campaign)
  const file = campaignFiles(campaign).bindingsBuilt
  return { file, decimals: first.rules.decimals, ...(await boundHolders(first, snapshot, file)) }
}

/** Leaves a copy of the bindings beside what was built on them. @throws BINDINGS_CHANGED */
export async function keepCut({ file, digest }: BindingsCut, target: string): Promise<void> {
  if (file === target) return
  if (digest === null) {
    await rm(target, { force: true })
    return
  }
  const bytes = existsSync(file) ? await readFile(file) : ''
  if ((await writeDigestedFile(target, [bytes])) !== digest) throw bindingsChanged(file)
}
