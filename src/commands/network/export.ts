import { Args, Flags } from '@oclif/core'
import { walletChainView } from '../../chain/networks/network-view.ts'
import { networkNamed } from '../../chain/networks/networks.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class NetworkExport extends CapstanCommand {
  static override summary = 'Print a network in a form that other programs read.'
  static override examples = [
    {
      description: 'Print what a browser wallet needs to add the chain (EIP-3085):',
      command: '<%= config.bin %> <%= command.id %> bsc --metamask',
    },
  ]
  static override args = { name: Args.string({ description: 'Network.', required: true }) }
  static override flags = {
    metamask: Flags.boolean({
      summary: 'Print the parameter of wallet_addEthereumChain.',
      required: true,
    }),
  }

  async run() {
    const { args, flags } = await this.parse(NetworkExport)
    return this.present(walletChainView(await networkNamed(this.session(flags).home, args.name)))
  }
}
