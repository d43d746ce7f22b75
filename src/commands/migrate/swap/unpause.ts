import { CampaignCommand } from '../../../cli/campaign-command.ts'
import { isPlanning, sendFlags, signerFlags } from '../../../cli/flags.ts'
import { proposalFlags } from '../../../cli/proposal-flags.ts'
import { onSide, sendTools, sideFlag, swapFlags } from '../../../cli/swap-tools.ts'
import { govern } from '../../../migration/swap/govern.ts'
import { governedView } from '../../../migration/swap/lock-view.ts'
import { swapTermsOf } from '../../../migration/swap/swap.ts'

const { attestations: _folder, ...placeFlags } = swapFlags

export default class MigrateSwapUnpause extends CampaignCommand {
  static override summary = 'Let a paused contract of the swap go on, for its owner.'
  static override examples = [
    {
      description: 'The release contract:',
      command: '<%= config.bin %> <%= command.id %> --side target -c cmt -k ops',
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
    const { flags } = await this.parse(MigrateSwapUnpause)
    const campaign = await this.readCampaign(flags.campaign)
    const side = flags.side
    const session = this.session(onSide(flags, campaign, side))
    const place = { terms: swapTermsOf(campaign), chain: await session.chain() }
    const order = { act: 'unpause', side, dryRun: isPlanning(flags) } as const
    const governed = await govern(place, await sendTools(session), order)
    return this.presentProposal(governedView(governed), governed.plan, flags)
  }
}
