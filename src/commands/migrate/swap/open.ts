import { GovernCommand, governFlags } from '../../../cli/swap/govern-command.ts'

export default class MigrateSwapOpen extends GovernCommand {
  static override summary =
    'Name the release contract to the lock contract: from then on it takes locks.'
  static override description = 'For the owner of the lock contract, once and for good.'
  static override examples = [
    {
      description: 'Open the swap of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> -c cmt -k ops',
    },
  ]
  static override flags = governFlags

  async run() {
    const { flags } = await this.parse(MigrateSwapOpen)
    return this.govern('open', 'source', flags)
  }
}
