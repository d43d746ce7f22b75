import { join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { CAMPAIGN_KINDS, completeAnswers } from '../../migration/campaign/init-answers.ts'
import { initCampaign } from '../../migration/campaign/init-campaign.ts'
import { initView } from '../../migration/campaign/init-view.ts'
import { systemClock } from '../../primitives/clock.ts'

export default class MigrateInit extends CapstanCommand {
  static override summary = 'Write a commented campaign to start from.'
  static override description =
    'At a terminal, asks for what is not given. Elsewhere the example is the swap of the CyberMiles token. Overwrites nothing.'
  static override examples = [
    {
      description: 'Write a campaign for a token, in the folder cmt:',
      command:
        '<%= config.bin %> <%= command.id %> cmt --kind erc20 --network ethereum --token 0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F --block 6486489',
    },
    {
      description: 'Write a campaign for BTM on Bytom, in the folder btm:',
      command:
        '<%= config.bin %> <%= command.id %> btm --kind bytom --node http://127.0.0.1:9888 --height 693109',
    },
    {
      description: 'Write a campaign for the balances of a CSV file:',
      command: '<%= config.bin %> <%= command.id %> balances --kind file',
    },
  ]
  static override args = {
    directory: Args.string({ description: 'Folder to write to.', default: '.' }),
  }
  static override flags = {
    kind: Flags.option({ summary: 'Source of the balances.', options: CAMPAIGN_KINDS })(),
    name: Flags.string({
      summary: "Name of the campaign (default the folder's).",
      helpValue: 'NAME',
    }),
    network: Flags.string({
      char: 'n',
      summary: 'Network of the token.',
      helpGroup: 'ERC20',
      helpValue: 'NAME',
    }),
    token: Flags.string({ summary: 'Token contract.', helpGroup: 'ERC20', helpValue: 'ADDRESS' }),
    block: Flags.string({
      summary: 'Block of the snapshot: a number, or finalized.',
      helpGroup: 'ERC20',
      helpValue: 'N',
    }),
    node: Flags.string({ summary: 'Endpoint of a bytomd.', helpGroup: 'BYTOM', helpValue: 'URL' }),
    height: Flags.string({
      summary: 'Last block of the snapshot.',
      helpGroup: 'BYTOM',
      helpValue: 'N',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(MigrateInit)
    const { prompts, packageRoot } = this.session(flags)
    const answers = await completeAnswers(flags, args.directory, { prompts, clock: systemClock })
    const template = join(packageRoot, 'templates', 'migration')
    const { directory } = args
    return this.present(initView(await initCampaign({ directory, answers, template })))
  }
}
