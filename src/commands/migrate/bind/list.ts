import { campaignTerms } from '../../../cli/migration/binding-terms.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../../cli/migration/tools.ts'
import { bindingListView } from '../../../migration/binding/binding-view.ts'
import { listBindings } from '../../../migration/binding/list-bindings.ts'
import { campaignFiles } from '../../../migration/campaign/campaign-files.ts'

export default class MigrateBindList extends CampaignCommand {
  static override summary = 'List who is bound to which account.'
  static override description =
    'Includes bindings that a higher sequence supersedes, and those that need more signatures.'
  static override examples = [
    {
      description: 'List the bindings of the campaign in the folder btm:',
      command: '<%= config.bin %> <%= command.id %> -c btm',
    },
  ]
  static override flags = { ...campaignFlags }

  async run() {
    const { flags } = await this.parse(MigrateBindList)
    const campaign = await this.readCampaign(flags.campaign)
    const terms = await campaignTerms(this.session(onTargetNetwork(flags, campaign)), campaign)
    return this.present(bindingListView(await listBindings(campaignFiles(campaign), terms)))
  }
}
