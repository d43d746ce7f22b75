import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'
import { listStatusArgs, listStatusFlags, proposalOutFlags } from '../../cli/multisig/flags.ts'
import { gradedTools } from '../../cli/multisig/tools.ts'
import { proposedView } from '../../multisig/multisig-view.ts'
import { proposeListStatus } from '../../multisig/policy/propose-policy.ts'

export default class MultisigSuspect extends CapstanCommand {
  static override summary =
    'Propose that payments to an address take the highest tier, and a delay.'
  static override examples = [
    {
      description: 'Write the proposal:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 0x90F79bf6EB2c4f870365E785982E1f101E93b906 --name payroll --out suspect.json',
    },
  ]
  static override args = listStatusArgs
  static override flags = { ...chainFlags, ...listStatusFlags, ...proposalOutFlags }

  async run() {
    const { args, flags } = await this.parse(MultisigSuspect)
    const listed = { address: args.address, status: 'suspect' as const, name: flags.name }
    const tools = await gradedTools(this.session(flags), args.multisig)
    return this.present(proposedView(await proposeListStatus(tools, flags, listed)))
  }
}
