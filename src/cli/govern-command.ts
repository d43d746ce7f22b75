import { type Act, type GovernOrder, govern } from '../migration/swap/govern.ts'
import { governedView } from '../migration/swap/lock-view.ts'
import { swapTermsOf } from '../migration/swap/swap.ts'
import { CampaignCommand } from './campaign-command.ts'
import { isPlanning, sendFlags, signerFlags } from './flags.ts'
import { type ProposalChoice, proposalFlags } from './proposal-flags.ts'
import type { SessionFlags } from './session.ts'
import { onSide, sendTools, swapFlags } from './swap-tools.ts'

const { attestations: _folder, ...placeFlags } = swapFlags

/** What owner and guardian of a swap's contracts are asked. */
export const governFlags = { ...placeFlags, ...signerFlags, ...sendFlags, ...proposalFlags }

type GovernFlags = SessionFlags &
  ProposalChoice &
  Parameters<typeof isPlanning>[0] & { readonly campaign: string }

/** A command of the owner or the guardian of a swap's contracts. */
export abstract class GovernCommand extends CampaignCommand {
  /** @param side whose contract it is about. */
  protected async govern(act: Act, side: GovernOrder['side'], flags: GovernFlags): Promise<object> {
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onSide(flags, campaign, side))
    const place = { terms: swapTermsOf(campaign), chain: await session.chain() }
    const order = { act, side, dryRun: isPlanning(flags) }
    const governed = await govern(place, await sendTools(session), order)
    return this.presentProposal(governedView(governed), governed.plan, flags)
  }
}
