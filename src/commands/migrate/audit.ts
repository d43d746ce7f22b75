import { Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { askingTools, onTargetNetwork } from '../../cli/migration/tools.ts'
import { audit } from '../../migration/audit.ts'
import { auditView } from '../../migration/audit-view.ts'

export default class MigrateAudit extends CampaignCommand {
  static override summary = 'Recompute the campaign and compare it with the chain, to the unit.'
  static override description =
    'Needs no key: anyone can audit with the published files and an endpoint. Exits 7 if anything differs.'
  static override examples = [
    {
      description: 'Audit the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
    {
      description: 'Also rebuild the allocation, and compare every payment with its event:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --full',
    },
  ]
  static override flags = {
    ...campaignFlags,
    distributor: Flags.string({
      summary: 'Distributor to audit (default the one in out/deployment.json).',
      helpValue: '0x…',
    }),
    full: Flags.boolean({
      summary: 'Also compare the snapshot and every payment, or every signature of a payout book.',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateAudit)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const { distributor, full } = flags
    const tools = await askingTools(session, campaign)
    const audited = await audit(campaign, tools, { distributor, full })
    return this.present(auditView(audited, tools.unit))
  }
}
