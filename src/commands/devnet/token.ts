import { Flags } from '@oclif/core'
import { withDevnet } from '../../chain/devnet/devnet-chain.ts'
import { spreadToken } from '../../chain/devnet/devnet-token.ts'
import { spreadTokenView } from '../../chain/devnet/devnet-view.ts'
import { devnetFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetToken extends CapstanCommand {
  static override summary = 'Deploy a CMT-like token, spread it over many holders and pause it.'
  static override description =
    'The token is then in the state of the real one before its migration: real transfers have spread a supply of one billion, and dev0 holds the rest.'
  static override examples = [
    {
      description: 'Three thousand holders, always the same for one seed:',
      command: '<%= config.bin %> <%= command.id %> --holders 3000 --seed rehearsal',
    },
    {
      description: 'The exact balances of a file (address,balance in base units):',
      command: '<%= config.bin %> <%= command.id %> --balances holders.csv',
    },
  ]
  static override flags = {
    ...devnetFlags,
    holders: Flags.integer({
      summary: 'Number of holders, dev0 included.',
      default: 3_000,
      min: 2,
      max: 1_000_000,
      helpValue: 'N',
    }),
    seed: Flags.string({
      summary: 'Text that determines who holds how much.',
      default: 'capstan',
      helpValue: 'TEXT',
    }),
    balances: Flags.file({
      summary: 'CSV of addresses and balances, instead of a seed.',
      exclusive: ['holders', 'seed'],
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { flags } = await this.parse(DevnetToken)
    const { holders, seed, balances } = flags
    const source = balances === undefined ? { holders, seed } : { balances }
    const spread = await withDevnet(this.session(flags), flags.name, (rpc) =>
      spreadToken(rpc, source),
    )
    return this.present(spreadTokenView(spread))
  }
}
