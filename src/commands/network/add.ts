import { Args, Flags } from '@oclif/core'
import { addNetwork } from '../../chain/networks/network-add.ts'
import { networkView } from '../../chain/networks/network-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class NetworkAdd extends CapstanCommand {
  static override summary = 'Add a network, or endpoints to a built-in one.'
  static override description =
    'Every endpoint that answers must have the chain id. Without --chain-id, the first one determines it.'
  static override examples = [
    {
      description: 'Add your own node for Ethereum:',
      command: '<%= config.bin %> <%= command.id %> ethereum --rpc-url http://127.0.0.1:8545',
    },
    {
      description: 'Add your own chain, with two endpoints:',
      command:
        '<%= config.bin %> <%= command.id %> rehearsal --rpc-url http://10.0.0.4:8545 --rpc-url http://10.0.0.5:8545 --chain-id 20260 --symbol RHS',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the network.', required: true }),
  }
  static override flags = {
    'rpc-url': Flags.string({
      summary: 'Endpoint, the preferred one first; repeat it for several.',
      multiple: true,
      multipleNonGreedy: true,
      required: true,
      helpValue: 'URL',
    }),
    'chain-id': Flags.integer({ summary: 'Chain id the endpoints must have.', helpValue: 'N' }),
    symbol: Flags.string({ summary: 'Symbol of the native coin.', helpValue: 'S' }),
    confirmations: Flags.integer({
      summary: 'Blocks to wait for by default.',
      min: 1,
      max: 10_000,
      helpValue: 'N',
    }),
    finality: Flags.option({
      summary: 'Block tag below which no block is reorganised.',
      options: ['latest', 'finalized'] as const,
    })(),
    eip1559: Flags.boolean({ summary: 'Whether it supports EIP-1559 fees.', allowNo: true }),
    explorer: Flags.url({ summary: 'Block explorer.', helpValue: 'URL' }),
  }

  async run() {
    const { args, flags } = await this.parse(NetworkAdd)
    const session = this.session({ home: flags.home })
    const network = {
      name: args.name,
      rpcUrls: flags['rpc-url'],
      chainId: flags['chain-id'],
      symbol: flags.symbol,
      confirmations: flags.confirmations,
      finality: flags.finality,
      eip1559: flags.eip1559,
      explorerUrl: flags.explorer?.href,
    }
    const warn = (text: string) => session.story.warn(text)
    return this.present(networkView(await addNetwork(session.home, network, warn)))
  }
}
