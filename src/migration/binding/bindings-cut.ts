// The bindings that a build uses. More of them arrive while a campaign is paid, so a build keeps a
// copy of those it was made with.

import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
import { bindingsChanged } from '../allocation/allocation-errors.ts'
import type { Campaign, CampaignRules } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { originOf } from '../supplement/lineage.ts'
import { type BoundHolders, boundHolders } from './bound-holders.ts'

/** Verified bindings, and their file. */
export interface BindingsCut extends BoundHolders {
  readonly file: string
  /** Decimals of the campaign that the bindings belong to. */
  readonly decimals: CampaignRules['decimals']
}

/**
 * The current bindings of a campaign; for a supplement, those of the campaign it goes back to.
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

/** Copies the bindings beside the build that uses them. @throws BINDINGS_CHANGED */
export async function keepCut({ file, digest }: BindingsCut, target: string): Promise<void> {
  if (file === target) return
  if (digest === null) {
    await rm(target, { force: true })
    return
  }
  const bytes = existsSync(file) ? await readFile(file) : ''
  if ((await writeDigestedFile(target, [bytes])) !== digest) throw bindingsChanged(file)
}
