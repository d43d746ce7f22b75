import { Args } from '@oclif/core'
import { removeNetwork } from '../../chain/networks/network-add.ts'
import { networkRemovedView } from '../../chain/networks/network-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class NetworkRemove extends CapstanCommand {
  static override summary = 'Remove a network, or restore a built-in one.'
  static override examples = [
    {
      description: 'Remove the network "rehearsal":',
      command: '<%= config.bin %> <%= command.id %> rehearsal',
    },
  ]
  static override args = { name: Args.string({ description: 'Network.', required: true }) }

  async run() {
    const { args, flags } = await this.parse(NetworkRemove)
    await removeNetwork(this.session(flags).home, args.name)
    return this.present(networkRemovedView(args.name))
  }
}
