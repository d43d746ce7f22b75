import { Args } from '@oclif/core'
import { contractView } from '../../chain/contracts/contract-view.ts'
import { showContract } from '../../chain/contracts/show-contract.ts'
import { deployedTools } from '../../cli/contract/tools.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'

export default class ContractShow extends CapstanCommand {
  static override summary = 'Show a deployed contract, and whether its code is still the same.'
  static override examples = [
    {
      description: 'Show the newest deployment of a name:',
      command: '<%= config.bin %> <%= command.id %> swap-release --network devnet',
    },
  ]
  static override args = {
    contract: Args.string({ description: 'Name or address.', required: true }),
  }
  static override flags = chainFlags

  async run() {
    const { args, flags } = await this.parse(ContractShow)
    const tools = await deployedTools(this.session(flags))
    return this.present(contractView(await showContract(args.contract, tools)))
  }
}
