import { networksView } from '../../chain/networks/network-view.ts'
import { listNetworks } from '../../chain/networks/networks.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class NetworkList extends CapstanCommand {
  static override summary = 'List the networks that can be named with --network.'
  static override examples = [
    { description: 'List all networks:', command: '<%= config.bin %> <%= command.id %>' },
  ]

  async run() {
    const { flags } = await this.parse(NetworkList)
    const session = this.session(flags)
    const { network } = await session.settings()
    return this.present(networksView(await listNetworks(session.home), network))
  }
}
