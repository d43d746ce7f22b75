import { readBuiltAllocation } from './built-allocation.ts'
import type { Campaign } from './campaign.ts'
import { distributeBatches } from './distribute-batches.ts'
import { distributeTransfers } from './distribute-transfers.ts'
import type { DistributeOptions, Distribution } from './distribution.ts'
import { modeHasNo } from './payment-errors.ts'
import type { PaymentTools } from './payment-tools.ts'
import { isContractCampaign } from './publish-distributor.ts'

/**
 * Pays everybody who is not yet paid. Takes no lock: any number of operators may do it at once, on
 * one machine or several, and nobody is paid twice.
 * @throws MODE_WITHOUT_STEP in mode claim; DEPLOYMENT_MISSING, PAYMENTS_OVER and what sending throws.
 */
export async function distribute(
  campaign: Campaign,
  tools: PaymentTools,
  options: DistributeOptions = {},
): Promise<Distribution> {
  const { mode } = campaign.target
  if (mode === 'claim')
    throw modeHasNo('distribute', mode, 'capstan migrate claim --address ADDRESS')
  const built = await readBuiltAllocation(campaign)
  return isContractCampaign(campaign)
    ? distributeBatches(campaign, built, tools, options)
    : distributeTransfers(campaign, built, tools, options)
}
