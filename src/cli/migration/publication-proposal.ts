import type { Campaign } from '../../migration/campaign/campaign.ts'
import { campaignFiles } from '../../migration/campaign/campaign-files.ts'
import { publicationView } from '../../migration/publication/publication-view.ts'
import { planForMultisig } from '../../migration/publication/publish.ts'
import type { PublicationProposal } from '../../migration/publication/publishing.ts'
import { PUBLISHING } from '../../migration/publication/record.ts'
import type { DriverName } from '../../multisig/proposal/proposal.ts'
import type { View } from '../../primitives/view.ts'
import type { SendSession } from '../frame/send-session.ts'
import type { ProposalChoice } from '../multisig/proposal-flags.ts'
import { writeProposalOut } from '../multisig/proposal-out.ts'
import { multisigTools } from '../multisig/tools.ts'
import { paymentTools, payoutSigner } from './tools.ts'

/**
 * Proposes the publication of a campaign to a multisig, and records the proposal: until its nonce is
 * used, the allocation cannot change. The caller holds the campaign's lock.
 */
export async function proposePublication(
  session: SendSession,
  campaign: Campaign,
  choice: ProposalChoice & { readonly 'payout-key'?: string | undefined },
): Promise<View> {
  const tools = await paymentTools(session, campaign, choice)
  const signer = () => payoutSigner(session, campaign, choice['payout-key'])
  const published = await planForMultisig(campaign, tools, { payoutSigner: signer })
  const { distributor, payoutAccount, allocation, plan } = published
  const keep = async ({ driver, nonce }: { driver: DriverName; nonce: bigint }) => {
    if (distributor === null) return
    const { chain, sender: multisig } = tools
    const proposal = { chainId: Number(chain.chainId), multisig, driver, nonce, distributor }
    const file = campaignFiles(campaign).publishingJson
    await PUBLISHING.write(file, { allocation, proposal })
  }
  // The amount left to fund changes with every payment to the account.
  const work = `migrate publish ${distributor ?? payoutAccount}`
  const view = publicationView(published, tools.unit)
  return writeProposalOut(session, view, plan, choice, { work, keep })
}

/** Whether a multisig has used the nonce of a proposed publication. */
export async function isSpent(
  session: SendSession,
  proposal: PublicationProposal,
): Promise<boolean> {
  const { multisig, nonce } = proposal
  const driver = proposal.driver as DriverName
  return (await multisigTools(session, { driver, multisig })).driver.isNonceUsed(nonce)
}
