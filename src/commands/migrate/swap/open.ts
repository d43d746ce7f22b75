import { CampaignCommand } from '../../../cli/campaign-command.ts'
import { isPlanning, sendFlags, signerFlags } from '../../../cli/flags.ts'
import { proposalFlags } from '../../../cli/proposal-flags.ts'
import { onSide, sendTools, swapFlags } from '../../../cli/swap-tools.ts'
import { govern } from '../../../migration/swap/govern.ts'
import { governedView } from '../../../migration/swap/lock-view.ts'
import { swapTermsOf } from '../../../migration/swap/swap.ts'

const { attestations: _folder, ...placeFlags } = swapFlags

export default class MigrateSwapOpen extends CampaignCommand {
  static override summary =
    'Name the release contract to the lock contract: from then on it takes locks.'
  static override description = 'For the owner of the lock contract, once and for good.'
  static override examples = [
    {
      description: 'Open the swap of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> -c cmt -k ops',
    },
  ]
  static override flags = { ...placeFlags, ...signerFlags, ...sendFlags, ...proposalFlags }

  async run() {
    const { flags } = await this.parse(MigrateSwapOpen)
    const campaign = await this.readCampaign(flags.campaign)
    const side = 'source'
    const session = this.session(onSide(flags, campaign, side))
    const place = { terms: swapTermsOf(campaign), chain: await session.chain() }
    const order = { act: 'open', side, dryRun: isPlanning(flags) } as const
    const governed = await govern(place, await sendTools(session), order)
    return this.presentProposal(governedView(governed), governed.plan, flags)
  }
}
