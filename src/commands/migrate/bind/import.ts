import { Args } from '@oclif/core'
import { campaignTerms } from '../../../cli/migration/binding-terms.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../../cli/migration/campaign-flags.ts'
import { onTargetNetwork } from '../../../cli/migration/tools.ts'
import { importWithStory } from '../../../migration/binding/import-story.ts'
import { importView } from '../../../migration/binding/import-view.ts'

export default class MigrateBindImport extends CampaignCommand {
  static override summary = 'Import the bindings that holders have sent.'
  static override description =
    `Reports each binding as accepted, superseded (a higher sequence counts), duplicate, incomplete (more of its keys must sign) or refused. Keeps every valid binding, whatever happens to the others. Importing the same again changes nothing.

If a binding is refused, the exit code is that of the most serious reason: 7 if a signature, key or campaign is not what it must be, 3 if the source holds nothing or names another account with the same sequence, 2 if a file is not a binding.`
  static override examples = [
    {
      description: 'Import the files of a folder:',
      command: '<%= config.bin %> <%= command.id %> inbox -c btm',
    },
    {
      description: 'Import a file with one binding or many:',
      command: '<%= config.bin %> <%= command.id %> binding.json -c btm',
    },
  ]
  static override args = {
    path: Args.string({ description: 'File or folder.', required: true }),
  }
  static override flags = { ...campaignFlags }

  async run() {
    const { args, flags } = await this.parse(MigrateBindImport)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const terms = await campaignTerms(session, campaign)
    return this.present(importView(await importWithStory(session, campaign, terms, args.path)))
  }
}
