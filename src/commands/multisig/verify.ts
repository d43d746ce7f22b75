import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'
import { offlineFlag, proposalArg } from '../../cli/multisig/flags.ts'
import { onProposal, proposalTools } from '../../cli/multisig/tools.ts'
import { checkProposal } from '../../multisig/check-proposal.ts'
import { verifiedOfflineView, verifiedView } from '../../multisig/multisig-view.ts'
import { PROPOSAL } from '../../multisig/proposal/proposal-file.ts'
import { detailsOf } from '../../multisig/proposal-details.ts'

export default class MultisigVerify extends CapstanCommand {
  static override summary = 'Check a proposal and all its signatures, and show what it does.'
  static override description =
    'Computes the digest from the decoded fields and asks the contract for it; the name of each call must match its bytes, and each signature must be of an owner. Otherwise exits 7.'
  static override examples = [
    { description: 'Check a proposal:', command: '<%= config.bin %> <%= command.id %> p.json' },
    {
      description: 'Check only what the file itself proves:',
      command: '<%= config.bin %> <%= command.id %> p.json --offline',
    },
  ]
  static override args = proposalArg
  static override flags = { ...chainFlags, ...offlineFlag }

  async run() {
    const { args, flags } = await this.parse(MultisigVerify)
    const proposal = await PROPOSAL.read(args.file)
    if (flags.offline) {
      const words = await detailsOf({ chain: null }, proposal)
      return this.present(verifiedOfflineView(proposal, words))
    }
    const tools = await proposalTools(this.session(onProposal(flags, proposal)), proposal)
    const checked = await checkProposal(tools, proposal)
    return this.present(verifiedView(checked, await detailsOf(tools, proposal)))
  }
}
