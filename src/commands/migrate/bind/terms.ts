import { Flags } from '@oclif/core'
import { campaignTerms } from '../../../cli/migration/binding-terms.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../../cli/migration/tools.ts'
import { BINDING_TERMS } from '../../../migration/binding/binding-terms.ts'
import { termsView } from '../../../migration/binding/binding-view.ts'

export default class MigrateBindTerms extends CampaignCommand {
  static override summary = 'Print the terms a holder needs to bind without the campaign.'
  static override description =
    'The terms are the name of the campaign, the digest of its snapshot, the chain that pays and the network of the addresses.'
  static override examples = [
    {
      description: 'Write the terms of the campaign in the folder btm, for its holders:',
      command: '<%= config.bin %> <%= command.id %> -c btm --out terms.json',
    },
  ]
  static override flags = {
    ...campaignFlags,
    out: Flags.string({ summary: 'Write the terms to this file.', helpValue: 'FILE' }),
  }

  async run() {
    const { flags } = await this.parse(MigrateBindTerms)
    const campaign = await this.readCampaign(flags.campaign)
    const terms = await campaignTerms(this.session(onTargetNetwork(flags, campaign)), campaign)
    if (flags.out !== undefined) await BINDING_TERMS.write(flags.out, terms)
    return this.present(termsView(terms, flags.out))
  }
}
