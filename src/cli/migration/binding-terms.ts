import type { BindingTerms } from '../../migration/binding/binding.ts'
import { readCampaignTerms } from '../../migration/binding/binding-terms.ts'
import type { Campaign } from '../../migration/campaign/campaign.ts'
import type { SendSession } from '../frame/send-session.ts'

/**
 * The terms of a campaign's bindings. Looks up only the chain id of the network that pays, so it needs
 * no running node.
 * @param session on the network of the target.
 * @throws NETWORK_UNKNOWN, NETWORK_CHAIN_ID_MISSING; as `readCampaignTerms` does.
 */
export async function campaignTerms(
  session: SendSession,
  campaign: Campaign,
): Promise<BindingTerms> {
  const [{ networkNamed }, { networkChainIdMissing }] = await Promise.all([
    import('../../chain/networks/networks.ts'),
    import('../../chain/networks/network-errors.ts'),
  ])
  const { network } = await session.settings()
  const { chainId } = await networkNamed(session.home, network)
  if (chainId === null) throw networkChainIdMissing(network)
  return readCampaignTerms(campaign, chainId)
}
