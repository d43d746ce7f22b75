import { GovernCommand, governFlags } from '../../../cli/swap/govern-command.ts'
import { sideFlag } from '../../../cli/swap/tools.ts'

export default class MigrateSwapPause extends GovernCommand {
  static override summary = 'Pause one contract of the swap, as its guardian or owner.'
  static override description =
    'A pause moves no funds and stops no deadline: a release that expires during the pause is refunded.'
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
