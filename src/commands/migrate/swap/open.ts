import { GovernCommand, governFlags } from '../../../cli/swap/govern-command.ts'

export default class MigrateSwapOpen extends GovernCommand {
  static override summary = 'Open the lock contract for locks, by giving it the release contract.'
  static override description =
    'Only the owner of the lock contract can open it, once and for good.'
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
