import { Args } from '@oclif/core'
import { pingNetwork } from '../../chain/networks/network-ping.ts'
import { networkHealthView } from '../../chain/networks/network-view.ts'
import { resolveNetwork } from '../../chain/networks/networks.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'

export default class NetworkPing extends CapstanCommand {
  static override summary = 'Ask every endpoint of a network how it does.'
  static override description =
    'Ends with exit 7 if one serves another chain, with exit 5 if none answers.'
  static override examples = [
    { description: 'The network in use:', command: '<%= config.bin %> <%= command.id %>' },
  ]
  static override args = {
    name: Args.string({ description: 'Network (default the one in use).' }),
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
