import { Flags } from '@oclif/core'
import { withDevnet } from '../../chain/devnet/devnet-chain.ts'
import { spreadToken } from '../../chain/devnet/devnet-token.ts'
import { spreadTokenView } from '../../chain/devnet/devnet-view.ts'
import { devnetFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetToken extends CapstanCommand {
  static override summary = 'Spread a CMT-like token over many holders and pause it.'
  static override description =
    'It then stands as the real token stood before its migration: the whole supply of a billion, by real transfers, with what is not given out left to dev0.'
  static override examples = [
    {
      description: 'Three thousand holders, the same for the same seed:',
      command: '<%= config.bin %> <%= command.id %> --holders 3000 --seed rehearsal',
    },
    {
      description: 'Exactly the balances of a file (address,balance in base units):',
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
      summary: 'Text that decides who holds how much.',
      default: 'capstan',
      helpValue: 'TEXT',
    }),
    balances: Flags.file({
      summary: 'CSV of addresses and balances instead.',
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
