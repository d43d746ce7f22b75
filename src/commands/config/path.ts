import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { configPathView } from '../../config/config-view.ts'
import { configFiles } from '../../config/resolve-config.ts'

export default class ConfigPath extends CapstanCommand {
  static override summary = 'Print where the configuration files are.'
  static override examples = [
    { description: 'The files in force:', command: '<%= config.bin %> <%= command.id %>' },
  ]

  async run() {
    const { flags } = await this.parse(ConfigPath)
    const { home } = this.session(flags)
    const files = configFiles({ directory: process.cwd(), home })
    return this.present(configPathView(home, files))
  }
}
