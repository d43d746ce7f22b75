import { GovernCommand, governFlags } from '../../../cli/swap/govern-command.ts'
import { sideFlag } from '../../../cli/swap/tools.ts'

export default class MigrateSwapUnpause extends GovernCommand {
  static override summary = 'Unpause one contract of the swap, as its owner.'
  static override examples = [
    {
      description: 'The release contract:',
      command: '<%= config.bin %> <%= command.id %> --side target -c cmt -k ops',
    },
  ]
  static override flags = { ...governFlags, side: sideFlag }

  async run() {
    const { flags } = await this.parse(MigrateSwapUnpause)
    return this.govern('unpause', flags.side, flags)
  }
}
