import { Flags } from '@oclif/core'
import { advanceDevnet, withDevnet } from '../../chain/devnet/devnet-chain.ts'
import { devnetTimeView } from '../../chain/devnet/devnet-view.ts'
import { devnetFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetAdvance extends CapstanCommand {
  static override summary = 'Move the clock of a devnet forward and mine blocks.'
  static override examples = [
    {
      description: 'Move it forward by a week:',
      command: '<%= config.bin %> <%= command.id %> --time 7d',
    },
    {
      description: 'Mine twelve blocks:',
      command: '<%= config.bin %> <%= command.id %> --blocks 12',
    },
  ]
  static override flags = {
    ...devnetFlags,
    time: Flags.string({ summary: 'Duration such as 7d or 1h30m.', helpValue: 'DURATION' }),
    blocks: Flags.integer({
      summary: 'Blocks to mine.',
      default: 1,
      min: 1,
      max: 1_000_000,
      helpValue: 'N',
    }),
  }

  async run() {
    const { flags } = await this.parse(DevnetAdvance)
    const time = await withDevnet(this.session(flags), flags.name, (rpc) =>
      advanceDevnet(rpc, flags),
    )
    return this.present(devnetTimeView(time))
  }
}
