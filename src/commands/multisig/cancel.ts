import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { proposalArg } from '../../cli/multisig/flags.ts'
import { onProposal, proposalTools } from '../../cli/multisig/tools.ts'
import { cancel } from '../../multisig/cancel.ts'
import { cancellationView } from '../../multisig/execution-view.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'

export default class MultisigCancel extends CapstanCommand {
  static override summary = 'Cancel a proposal, as one of the owners.'
  static override description =
    'Owners confirm the cancellation on chain; the one who completes the weight cancels the proposal for good. A Safe cannot cancel: for a Safe, writes to --out another proposal with the same nonce that does nothing, to be signed and executed instead.'
  static override examples = [
    {
      description: 'Cancel a proposal with the key "alice":',
      command: '<%= config.bin %> <%= command.id %> p.json --key alice',
    },
  ]
  static override args = proposalArg
  static override flags = {
    ...chainFlags,
    ...signerFlags,
    ...sendFlags,
    out: Flags.string({
      summary: 'New file for the proposal that replaces it (Safe only).',
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(MultisigCancel)
    const proposal = await PROPOSAL.read(args.file)
    const session = this.session(onProposal(flags, proposal))
    const tools = await proposalTools(session, proposal)
    const options = { out: flags.out, dryRun: isPlanning(flags) }
    const cancelled = await cancel(tools, () => session.sendingTools(), proposal, options)
    const plan = 'plan' in cancelled ? cancelled.plan : undefined
    return this.presentPlan(cancellationView(cancelled), plan, flags['plan-out'])
  }
}
