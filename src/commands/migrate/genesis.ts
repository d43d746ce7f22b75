import { Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/campaign-command.ts'
import { campaignFlags } from '../../cli/campaign-flags.ts'
import { GENESIS_FORMATS, writeGenesis } from '../../migration/build/genesis.ts'
import { genesisView } from '../../migration/build/genesis-view.ts'

export default class MigrateGenesis extends CampaignCommand {
  static override summary = 'Write the allocation as the genesis list of a new chain.'
  static override description =
    'geth: the value of "alloc" in genesis.json. cybermiles: lines of address,wei in ascending order, as the CyberMiles genesis was made from.'
  static override examples = [
    {
      description: 'The allocation for the genesis.json of a geth chain:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --format geth --out alloc.json',
    },
  ]
  static override flags = {
    ...campaignFlags,
    format: Flags.option({
      summary: 'Form of the list.',
      options: GENESIS_FORMATS,
      required: true,
    })(),
    out: Flags.string({ summary: 'File to write.', required: true, helpValue: 'FILE' }),
  }

  async run() {
    const { flags } = await this.parse(MigrateGenesis)
    const campaign = await this.readCampaign(flags.campaign)
    return this.present(genesisView(await writeGenesis(campaign, flags.format, flags.out)))
  }
}
