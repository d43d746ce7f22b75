import { Args } from '@oclif/core'
import { networkUsedView } from '../../chain/networks/network-view.ts'
import { networkNamed } from '../../chain/networks/networks.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { setSetting } from '../../config/set-setting.ts'

export default class NetworkUse extends CapstanCommand {
  static override summary = 'Set your default network.'
  static override examples = [
    {
      description: 'Use BNB Smart Chain by default:',
      command: '<%= config.bin %> <%= command.id %> bsc',
    },
  ]
  static override args = { name: Args.string({ description: 'Network.', required: true }) }

  async run() {
    const { args, flags } = await this.parse(NetworkUse)
    const { home } = this.session(flags)
    const { name } = await networkNamed(home, args.name)
    const { file } = await setSetting(home, 'network', name)
    return this.present(networkUsedView(name, file))
  }
}
