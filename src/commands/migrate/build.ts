import { CampaignCommand } from '../../cli/campaign-command.ts'
import { campaignFlags } from '../../cli/campaign-flags.ts'
import { buildAllocation } from '../../migration/build/build-allocation.ts'
import { buildView, buildWarnings } from '../../migration/build/build-view.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { systemClock } from '../../primitives/clock.ts'

export default class MigrateBuild extends CampaignCommand {
  static override summary = 'Turn the snapshot into allocations and their Merkle tree.'
  static override description =
    'Every base unit of the snapshot ends in a named bucket. The same snapshot and rules give the same files, byte for byte.'
  static override examples = [
    {
      description: 'The allocation of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
  ]
  static override flags = { ...campaignFlags }

  async run() {
    const { flags } = await this.parse(MigrateBuild)
    const { story } = this.session(flags)
    const campaign = await this.readCampaign(flags.campaign)
    const built = await withCampaignLock(campaign, () => buildAllocation(campaign))
    const warnings = buildWarnings(built, campaign, systemClock.now())
    for (const warning of warnings) story.warn(warning)
    return this.present(buildView(built))
  }
}
