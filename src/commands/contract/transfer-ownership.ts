import { Args, Flags } from '@oclif/core'
import { ownershipView } from '../../chain/contracts/contract-view.ts'
import { deployTools } from '../../cli/contract/tools.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { proposalFlags } from '../../cli/multisig/proposal-flags.ts'
import { plannedOut } from '../../cli/multisig/proposal-out.ts'
import { parseAddress } from '../../primitives/address.ts'

export default class ContractTransferOwnership extends CapstanCommand {
  static override summary = 'Offer the ownership of a contract to another account.'
  static override description =
    'The owner stays until the new one accepts. An offer to the zero address withdraws the offer before it. Works for swap contracts; the owner of a distributor is fixed.'
  static override examples = [
    {
      description: 'Offer the newest swap-lock to a multisig:',
      command:
        '<%= config.bin %> <%= command.id %> swap-lock --to 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --key ops',
    },
  ]
  static override args = {
    contract: Args.string({ description: 'Name or address.', required: true }),
  }
  static override flags = {
    ...chainFlags,
    ...signerFlags,
    ...sendFlags,
    ...proposalFlags,
    to: Flags.string({ summary: 'New owner.', required: true, helpValue: '0x…' }),
  }

  async run() {
    const { args, flags } = await this.parse(ContractTransferOwnership)
    const to = parseAddress(flags.to, 'owner')
    const session = this.session(flags)
    const tools = await deployTools(session, flags)
    const { transferOwnership } = await import('../../chain/contracts/ownership.ts')
    const dryRun = isPlanning(flags)
    const ownership = await transferOwnership(args.contract, to, tools, { dryRun })
    const view = ownershipView(ownership)
    return this.present(await plannedOut(session, view, ownership.plan, flags))
  }
}
