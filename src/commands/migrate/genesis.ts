import { Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { GENESIS_FORMATS, writeGenesis } from '../../migration/genesis/genesis.ts'
import {
  bytom2GenesisView,
  bytom2GenesisWarnings,
  genesisView,
} from '../../migration/genesis/genesis-view.ts'

export default class MigrateGenesis extends CampaignCommand {
  static override summary = 'Write the allocation as the genesis list of a new chain.'
  static override description =
    'geth: the value of "alloc" in genesis.json. cybermiles: lines of address,wei in ascending order, the input of the CyberMiles genesis. bytom2: what each control program keeps on Bytom 2.0, ascending by program, from a Bytom snapshot without a build; a second file with the extension .addresses.csv lists the addresses with their new prefix.'
  static override examples = [
    {
      description: 'Write the allocation for the genesis.json of a geth chain:',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --format geth --out alloc.json',
    },
    {
      description:
        'Write balances of Bytom 1.x for the genesis of Bytom 2.0, where keys stay the same:',
      command: '<%= config.bin %> <%= command.id %> -c btm --format bytom2 --out btm2.ndjson',
    },
  ]
  static override flags = {
    ...campaignFlags,
    format: Flags.option({
      summary: 'Format of the list.',
      options: GENESIS_FORMATS,
      required: true,
    })(),
    out: Flags.string({ summary: 'File to write.', required: true, helpValue: 'FILE' }),
  }

  async run() {
    const { flags } = await this.parse(MigrateGenesis)
    const campaign = await this.readCampaign(flags.campaign)
    if (flags.format !== 'bytom2') {
      return this.present(genesisView(await writeGenesis(campaign, flags.format, flags.out)))
    }
    const { writeBytom2Genesis } = await import('../../migration/genesis/bytom2-genesis.ts')
    const list = await writeBytom2Genesis(campaign, flags.out)
    for (const warning of bytom2GenesisWarnings(list)) this.warn(warning)
    return this.present(bytom2GenesisView(list))
  }
}
