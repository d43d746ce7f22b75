import { Args } from '@oclif/core'
import { pingNetwork } from '../../chain/networks/network-ping.ts'
import { networkHealthView } from '../../chain/networks/network-view.ts'
import { resolveNetwork } from '../../chain/networks/networks.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'

export default class NetworkPing extends CapstanCommand {
  static override summary = 'Check every endpoint of a network.'
  static override description =
    'Exits 7 if an endpoint serves another chain, and 5 if none answers.'
  static override examples = [
    { description: 'Check the network in use:', command: '<%= config.bin %> <%= command.id %>' },
  ]
  static override args = {
    name: Args.string({ description: 'Network (default: the one in use).' }),
  }
  static override flags = { 'rpc-url': chainFlags['rpc-url'] }

  async run() {
    const { args, flags } = await this.parse(NetworkPing)
    const session = this.session(flags)
    const { network, rpcUrls } = await session.settings()
    const profile = await resolveNetwork(session, args.name ?? network, rpcUrls)
    return this.present(networkHealthView(await pingNetwork(profile)))
  }
}
