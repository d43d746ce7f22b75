import { campaignTerms } from '../../../cli/migration/binding-terms.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../../cli/migration/tools.ts'
import { verifiedBindingsView } from '../../../migration/binding/binding-view.ts'
import { verifyBindings } from '../../../migration/binding/verify-bindings.ts'
import { campaignFiles } from '../../../migration/campaign/campaign-files.ts'

export default class MigrateBindVerify extends CampaignCommand {
  static override summary = 'Check every binding again. Exits 7 if one is invalid.'
  static override description =
    'Checks form, campaign, chain, signatures, order, and that the source holds something in the snapshot. Needs no key and no network.'
  static override examples = [
    {
      description: 'Check the bindings of the campaign in the folder btm:',
      command: '<%= config.bin %> <%= command.id %> -c btm',
    },
  ]
  static override flags = { ...campaignFlags }

  async run() {
    const { flags } = await this.parse(MigrateBindVerify)
    const campaign = await this.readCampaign(flags.campaign)
    const terms = await campaignTerms(this.session(onTargetNetwork(flags, campaign)), campaign)
    return this.present(verifiedBindingsView(await verifyBindings(campaignFiles(campaign), terms)))
  }
}
