import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { proposalArg } from '../../cli/multisig/flags.ts'
import { onProposal, proposalTools } from '../../cli/multisig/tools.ts'
import { execute } from '../../multisig/execute.ts'
import { executedView } from '../../multisig/execution-view.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'

export default class MultisigExecute extends CapstanCommand {
  static override summary = 'Execute a proposal that has enough weight. Any key can pay for it.'
  static override description =
    'Checks and simulates the proposal first. Does not send a proposal that is already executed. If it has a time-lock, the first run starts the lock, and a run after its end executes.'
  static override examples = [
    {
      description: 'Execute with the key "ops":',
      command: '<%= config.bin %> <%= command.id %> p.json --key ops',
    },
  ]
  static override args = proposalArg
  static override flags = { ...chainFlags, ...signerFlags, ...sendFlags }

  async run() {
    const { args, flags } = await this.parse(MultisigExecute)
    const proposal = await PROPOSAL.read(args.file)
    const session = this.session(onProposal(flags, proposal))
    const tools = await proposalTools(session, proposal)
    const transactions = await session.transactions()
    const done = await execute({ ...tools, transactions }, proposal, { dryRun: isPlanning(flags) })
    return this.presentPlan(executedView(done), done.plan, flags['plan-out'])
  }
}
