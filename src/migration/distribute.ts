import { campaignStep } from '../primitives/suggestion.ts'
import { readCheckedTree } from './allocation/checked-allocation.ts'
import type { Campaign } from './campaign/campaign.ts'
import type { DistributeOptions, Distribution } from './distribution.ts'
import { distributeBatches } from './distributor/distribute-batches.ts'
import { modeHasNo } from './distributor/distributor-errors.ts'
import type { AskingTools, PaymentTools } from './payment-tools.ts'
import { distributeTransfers } from './payout-book/distribute-transfers.ts'
import { isContractCampaign } from './publication/terms.ts'

/**
 * Pays every account that is not paid yet. Takes no lock: any number of operators may run it at
 * once, on one machine or several, and nobody is paid twice. A payout book needs no key: only a
 * push calls `paying`.
 * @throws MODE_WITHOUT_STEP in mode claim; DEPLOYMENT_MISSING, PAYMENTS_OVER and what sending
 * throws.
 */
export async function distribute(
  campaign: Campaign,
  asking: AskingTools,
  paying: () => Promise<PaymentTools>,
  options: DistributeOptions = {},
): Promise<Distribution> {
  const { mode } = campaign.target
  if (mode === 'claim')
    throw modeHasNo('distribute', mode, campaignStep('claim', '--address ADDRESS'))
  const built = await readCheckedTree(campaign)
  return isContractCampaign(campaign)
    ? distributeBatches(campaign, built, await paying(), options)
    : distributeTransfers(campaign, built, asking, options)
}
