import { CampaignCommand } from '../../../cli/campaign-command.ts'
import { isPlanning, sendFlags, signerFlags } from '../../../cli/flags.ts'
import { proposalFlags } from '../../../cli/proposal-flags.ts'
import { onSide, sendTools, sideFlag, swapFlags } from '../../../cli/swap-tools.ts'
import { govern } from '../../../migration/swap/govern.ts'
import { governedView } from '../../../migration/swap/lock-view.ts'
import { swapTermsOf } from '../../../migration/swap/swap.ts'

const { attestations: _folder, ...placeFlags } = swapFlags

export default class MigrateSwapPause extends CampaignCommand {
  static override summary = 'Stop one contract of the swap, for guardian and owner.'
  static override description =
    'A pause moves nothing, and no deadline waits for it: a release that expires meanwhile is refunded.'
  static override examples = [
    {
      description: 'The release contract:',
      command: '<%= config.bin %> <%= command.id %> --side target -c cmt -k guardian',
    },
  ]
  static override flags = {
    ...placeFlags,
    ...signerFlags,
    ...sendFlags,
    ...proposalFlags,
    side: sideFlag,
  }

  async run() {
    const { flags } = await this.parse(MigrateSwapPause)
    const campaign = await this.readCampaign(flags.campaign)
    const side = flags.side
    const session = this.session(onSide(flags, campaign, side))
    const place = { terms: swapTermsOf(campaign), chain: await session.chain() }
    const order = { act: 'pause', side, dryRun: isPlanning(flags) } as const
    const governed = await govern(place, await sendTools(session), order)
    return this.presentProposal(governedView(governed), governed.plan, flags)
  }
}
