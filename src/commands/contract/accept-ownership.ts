import { Args } from '@oclif/core'
import { ownershipView } from '../../chain/contracts/contract-view.ts'
import { deployTools } from '../../cli/contract/tools.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { proposalFlags } from '../../cli/multisig/proposal-flags.ts'
import { plannedOut } from '../../cli/multisig/proposal-out.ts'

export default class ContractAcceptOwnership extends CapstanCommand {
  static override summary = 'Accept the ownership of a contract that its owner has offered.'
  static override examples = [
    {
      description: 'Let a multisig accept it:',
      command:
        '<%= config.bin %> <%= command.id %> 0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0 --multisig 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --proposal accept.json',
    },
  ]
  static override args = {
    contract: Args.string({ description: 'Name or address.', required: true }),
  }
  static override flags = { ...chainFlags, ...signerFlags, ...sendFlags, ...proposalFlags }

  async run() {
    const { args, flags } = await this.parse(ContractAcceptOwnership)
    const session = this.session(flags)
    const tools = await deployTools(session, flags)
    const { acceptOwnership } = await import('../../chain/contracts/ownership.ts')
    const ownership = await acceptOwnership(args.contract, tools, { dryRun: isPlanning(flags) })
    const view = ownershipView(ownership)
    return this.present(await plannedOut(session, view, ownership.plan, flags))
  }
}
