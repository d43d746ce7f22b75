import { Flags } from '@oclif/core'
import { isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { onTargetNetwork, paymentTools } from '../../cli/migration/tools.ts'
import { claim } from '../../migration/distributor/claim.ts'
import { claimView } from '../../migration/distributor/claim-view.ts'

export default class MigrateClaim extends CampaignCommand {
  static override summary = "Pay one holder's allocation."
  static override description =
    'Pays the holder, whoever signs and pays the gas. Computes the proof from out/allocation.csv, or reads it from the output of migrate proof --json.'
  static override examples = [
    {
      description: 'Pay one holder:',
      command:
        '<%= config.bin %> <%= command.id %> --address 0xfe9e8709d3215310075d67e3ed32a380ccf451c8 -c cmt -k ops',
    },
  ]
  static override flags = {
    ...campaignFlags,
    ...signerFlags,
    ...sendFlags,
    address: Flags.string({
      summary: 'Account of the holder, or the Bytom address bound to it.',
      required: true,
      helpValue: '0x…',
    }),
    proof: Flags.string({ summary: 'File with the proof.', helpValue: 'FILE' }),
  }

  async run() {
    const { flags } = await this.parse(MigrateClaim)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const tools = await paymentTools(session, campaign)
    const claimed = await claim(campaign, tools, {
      address: flags.address,
      proofFile: flags.proof,
      dryRun: isPlanning(flags),
    })
    return this.presentPlan(claimView(claimed, tools.unit), claimed.plan, flags['plan-out'])
  }
}
