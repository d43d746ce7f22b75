import { existsSync } from 'node:fs'
import type { NetworkProfile } from '../chain/networks/network.ts'
import type { AmountUnit } from '../primitives/amount-text.ts'
import type { Campaign } from './campaign/campaign.ts'
import { campaignFiles } from './campaign/campaign-files.ts'
import { TREE } from './tree/tree-file.ts'

/** The unit that a campaign pays in; base units for a token without `tree.json`. */
export async function payoutUnit(
  campaign: Campaign,
  { symbol, decimals }: Pick<NetworkProfile, 'symbol' | 'decimals'>,
): Promise<AmountUnit> {
  if (campaign.target.asset === 'native') return { symbol, decimals }
  const { treeJson } = campaignFiles(campaign)
  return existsSync(treeJson) ? TREE.read(treeJson) : { symbol: 'base units', decimals: 0 }
}
