import { Args } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { settingView } from '../../config/config-view.ts'
import { settingNamed } from '../../config/set-setting.ts'

export default class ConfigGet extends CapstanCommand {
  static override summary = 'Print the value of one setting.'
  static override examples = [
    { description: 'The default network:', command: '<%= config.bin %> <%= command.id %> network' },
  ]
  static override args = {
    setting: Args.string({ description: 'Name of the setting.', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(ConfigGet)
    const { name } = settingNamed(args.setting)
    return this.present(settingView(await this.session(flags).config(), name))
  }
}
