import { Args } from '@oclif/core'
import { networkView } from '../../chain/networks/network-view.ts'
import { networkNamed } from '../../chain/networks/networks.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class NetworkShow extends CapstanCommand {
  static override summary = 'Show the profile of a network.'
  static override examples = [
    {
      description: 'Show chain id, endpoints and finality of BNB Smart Chain:',
      command: '<%= config.bin %> <%= command.id %> bsc',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Network (default: the one in use).' }),
  }

  async run() {
    const { args, flags } = await this.parse(NetworkShow)
    const session = this.session(flags)
    const name = args.name ?? (await session.settings()).network
    return this.present(networkView(await networkNamed(session.home, name)))
  }
}
