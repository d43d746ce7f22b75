import { Args } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { settingWrittenView } from '../../config/config-view.ts'
import { setSetting } from '../../config/set-setting.ts'

export default class ConfigSet extends CapstanCommand {
  static override summary = "Write one setting into the user's configuration."
  static override examples = [
    {
      description: 'Use the network "bsc" by default:',
      command: '<%= config.bin %> <%= command.id %> network bsc',
    },
  ]
  static override args = {
    setting: Args.string({ description: 'Name of the setting.', required: true }),
    value: Args.string({ description: 'New value.', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(ConfigSet)
    const { home } = this.session(flags)
    const written = await setSetting(home, args.setting, args.value)
    return this.present(settingWrittenView(args.setting, written))
  }
}
