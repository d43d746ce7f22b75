import { Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { askingTools, onTargetNetwork } from '../../cli/migration/tools.ts'
import { reportView } from '../../migration/report/report-view.ts'
import { writeReport } from '../../migration/report/write-report.ts'

export default class MigrateReport extends CampaignCommand {
  static override summary = 'Write the campaign as one page: supply, holders, payments, audit.'
  static override description =
    'The page needs no network and runs no script. Recomputes everything: refuses a file that does not match the others, and audits what is published; exits 7 if anything differs. Needs no key, and no network before the campaign is published.'
  static override examples = [
    {
      description: 'Write the report of the campaign in the folder cmt to cmt/out/report.html:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt',
    },
    {
      description: 'Write it to another file:',
      command: '<%= config.bin %> <%= command.id %> -c cmt --out report.html',
    },
  ]
  static override flags = {
    ...campaignFlags,
    out: Flags.string({
      summary: "File to write (default the campaign's out/report.html).",
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateReport)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const connect = () => askingTools(session, campaign)
    const ports = { connect, version: this.config.version }
    return this.present(reportView(await writeReport(campaign, ports, flags.out)))
  }
}
