import { existsSync } from 'node:fs'
import type { NetworkProfile } from '../chain/networks/network.ts'
import type { Campaign } from './campaign/campaign.ts'
import { campaignFiles } from './campaign/campaign-files.ts'
import { TREE } from './tree/tree-file.ts'

/** How amounts of an asset are shown to people. */
export interface AmountUnit {
  readonly decimals: number
  readonly symbol: string
}

/** The unit a campaign pays in; of a token without `tree.json`, base units as they are. */
export async function payoutUnit(
  campaign: Campaign,
  { symbol, decimals }: Pick<NetworkProfile, 'symbol' | 'decimals'>,
): Promise<AmountUnit> {
  if (campaign.target.asset === 'native') return { symbol, decimals }
  const { treeJson } = campaignFiles(campaign)
  return existsSync(treeJson) ? TREE.read(treeJson) : { symbol: 'base units', decimals: 0 }
}
