import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, signerFlags, waitFlags, yesFlag } from '../../cli/frame/flags.ts'
import { settingsView } from '../../config/config-view.ts'

export default class ConfigShow extends CapstanCommand {
  static override summary = 'Show each setting and where it came from.'
  static override examples = [
    {
      description: 'Show which network is in force here, and why:',
      command: '<%= config.bin %> <%= command.id %>',
    },
  ]
  static override flags = { ...chainFlags, ...signerFlags, ...yesFlag, ...waitFlags }

  async run() {
    const { flags } = await this.parse(ConfigShow)
    return this.present(settingsView(await this.session(flags).config()))
  }
}
