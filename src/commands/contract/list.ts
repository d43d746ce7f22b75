import { contractsView } from '../../chain/contracts/contract-view.ts'
import { deployedTools } from '../../cli/contract/tools.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'

export default class ContractList extends CapstanCommand {
  static override summary = 'List the contracts this home has deployed on a network.'
  static override examples = ['<%= config.bin %> <%= command.id %> --network devnet']
  static override flags = chainFlags

  async run() {
    const { flags } = await this.parse(ContractList)
    const { chain, deployments } = await deployedTools(this.session(flags))
    const chainId = Number(chain.chainId)
    return this.present(contractsView(chainId, await deployments.list(chainId)))
  }
}
