import { type Act, type GovernOrder, govern } from '../../swap/govern.ts'
import { governedView } from '../../swap/lock-view.ts'
import { isPlanning, sendFlags, signerFlags } from '../frame/flags.ts'
import type { SendFlags } from '../frame/send-session.ts'
import { CampaignCommand } from '../migration/campaign-command.ts'
import { type ProposalChoice, proposalFlags, toolsOf } from '../multisig/proposal-flags.ts'
import { plannedOut } from '../multisig/proposal-out.ts'
import { onSide, swapFlags, swapTermsOf } from './tools.ts'

const { attestations: _folder, ...placeFlags } = swapFlags

/** Flags of commands for the owner or guardian of a swap's contracts. */
export const governFlags = { ...placeFlags, ...signerFlags, ...sendFlags, ...proposalFlags }

type GovernFlags = SendFlags &
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
    const governed = await govern(place, await toolsOf(session, flags), order)
    const view = governedView(governed)
    return this.present(await plannedOut(session, view, governed.plan, flags))
  }
}
