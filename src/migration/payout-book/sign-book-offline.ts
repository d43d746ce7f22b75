import { networkChainIdMissing } from '../../chain/networks/network-errors.ts'
import type { NetworkDefinition } from '../../chain/networks/network-profiles.ts'
import type { SendPolicy } from '../../chain/transactions/intent.ts'
import type { Signer } from '../../keystore/signer.ts'
import { campaignStep } from '../../primitives/suggestion.ts'
import { readCheckedTree } from '../allocation/checked-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { modeHasNo } from '../distributor/distributor-errors.ts'
import { bookCostWei } from './payout-book.ts'
import { bookPriceMissing } from './payout-book-errors.ts'
import { signPayoutBook } from './publish-payout-book.ts'

export interface SignedBook {
  /** Absolute path. */
  readonly file: string
  /** EIP-55. */
  readonly payoutAccount: string
  readonly transfers: number
  /** What the account must be funded with. */
  readonly costWei: bigint
}

/**
 * Signs the payout book offline. What only a chain can tell (the account is unused, no recipient is
 * a contract) is checked when the book is published.
 * @throws MODE_WITHOUT_STEP, BOOK_PRICE_MISSING, NETWORK_CHAIN_ID_MISSING
 */
export async function signBookOffline(
  campaign: Campaign,
  { network, policy, signer }: { network: NetworkDefinition; policy: SendPolicy; signer: Signer },
): Promise<SignedBook> {
  const { mode } = campaign.target
  if (mode !== 'transfers') throw modeHasNo('sign-only', mode, campaignStep('publish'))
  const { maxFeeWei, priorityFeeWei = maxFeeWei } = policy
  if (maxFeeWei === undefined || priorityFeeWei === undefined) throw bookPriceMissing()
  if (network.chainId === null) throw networkChainIdMissing(network.name)
  const header = await signPayoutBook(campaign, await readCheckedTree(campaign), {
    chainId: BigInt(network.chainId),
    fee: { type: network.eip1559 ? 2 : 0, maxFeeWei, priorityFeeWei },
    signer,
  })
  return {
    file: campaignFiles(campaign).payoutBook,
    payoutAccount: header.account,
    transfers: header.transfers,
    costWei: bookCostWei(header),
  }
}
