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
    `Every base unit of the snapshot goes to a named bucket. The same snapshot and rules give the same files, byte for byte.

Bytom holders are paid at the accounts they are bound to at the build; all others go to out/unbound.csv. After publishing, --supplement builds a tree for those who were bound since: a campaign of its own in the folder supplement-1 (2, …). Its snapshot is what the build before left unbound, so nobody gets two allocations. Publish and pay it as any other campaign.`
  static override examples = [
    {
      description: 'Build the allocation of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
    {
      description: 'Build a supplement for the late holders of the campaign in the folder btm:',
      command: '<%= config.bin %> <%= command.id %> --campaign btm --supplement',
    },
  ]
  static override flags = {
    ...campaignFlags,
    supplement: Flags.boolean({
      summary: 'Build a tree for the Bytom holders who were bound after the others were paid.',
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
