import { Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { buildView, buildWarnings } from '../../migration/allocation/allocation-view.ts'
import { type BuiltTree, buildAllocation } from '../../migration/allocation/build-allocation.ts'
import type { Campaign } from '../../migration/campaign/campaign.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { buildSupplement } from '../../migration/supplement/build-supplement.ts'
import { supplementView } from '../../migration/supplement/supplement-view.ts'
import { systemClock } from '../../primitives/clock.ts'

export default class MigrateBuild extends CampaignCommand {
  static override summary = 'Turn the snapshot into allocations and their Merkle tree.'
  static override description =
    `Every base unit of the snapshot ends in a named bucket. The same snapshot and rules give the same files, byte for byte.

Holders of Bytom are paid at the accounts they are bound to when it is built; all others are in out/unbound.csv. Once that is published, --supplement builds a tree for those who were bound since: a campaign of its own in the folder supplement-1 (2, …), with the unbound of the build before as its snapshot, so that nobody is allocated anything twice. Publish and pay it as any other.`
  static override examples = [
    {
      description: 'The allocation of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
    {
      description: 'The holders who have come late to the campaign in the folder btm:',
      command: '<%= config.bin %> <%= command.id %> --campaign btm --supplement',
    },
  ]
  static override flags = {
    ...campaignFlags,
    supplement: Flags.boolean({
      summary: 'Build a tree for the holders of Bytom who were bound after the others were paid.',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateBuild)
    const { story } = this.session(flags)
    const campaign = await this.readCampaign(flags.campaign)
    const warn = (built: BuiltTree, { target }: Pick<Campaign, 'target'>) => {
      for (const warning of buildWarnings(built, { target }, systemClock.now())) story.warn(warning)
    }
    if (flags.supplement) {
      const built = await withCampaignLock(campaign, () => buildSupplement(campaign))
      warn(built, built.campaign)
      return this.present(supplementView(built))
    }
    const built = await withCampaignLock(campaign, () => buildAllocation(campaign))
    warn(built, campaign)
    return this.present(buildView(built))
  }
}
