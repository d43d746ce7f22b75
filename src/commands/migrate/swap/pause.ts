import { GovernCommand, governFlags } from '../../../cli/swap/govern-command.ts'
import { sideFlag } from '../../../cli/swap/tools.ts'

export default class MigrateSwapPause extends GovernCommand {
  static override summary = 'Stop one contract of the swap, for guardian and owner.'
  static override description =
    'A pause moves nothing, and no deadline waits for it: a release that expires meanwhile is refunded.'
  static override examples = [
    {
      description: 'The release contract:',
      command: '<%= config.bin %> <%= command.id %> --side target -c cmt -k guardian',
    },
  ]
  static override flags = { ...governFlags, side: sideFlag }

  async run() {
    const { flags } = await this.parse(MigrateSwapPause)
    return this.govern('pause', flags.side, flags)
  }
}
