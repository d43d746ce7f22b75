import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../../cli/frame/flags.ts'
import { multisigArg, proposalOutFlags } from '../../../cli/multisig/flags.ts'
import { gradedTools } from '../../../cli/multisig/tools.ts'
import { proposedView } from '../../../multisig/multisig-view.ts'
import { parseMembers } from '../../../multisig/policy/members.ts'
import { proposePolicy } from '../../../multisig/policy/propose-policy.ts'

export default class MultisigPolicyPropose extends CapstanCommand {
  static override summary = 'Propose a new policy or new owners, and show what changes.'
  static override description =
    'The policy becomes what the file says; entries that the file does not list are removed. Owners that are not named stay as they are; weight 0 removes an owner.'
  static override examples = [
    {
      description: 'Propose the policy of a file:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --policy policy.yaml --out change.json',
    },
    {
      description: 'Propose to replace an owner:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --member 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC:0 --member 0x90F79bf6EB2c4f870365E785982E1f101E93b906:1 --out change.json',
    },
  ]
  static override args = multisigArg
  static override flags = {
    ...chainFlags,
    policy: Flags.string({ summary: 'Policy file.', helpValue: 'FILE' }),
    member: Flags.string({
      summary: 'Owner and new weight; repeat it for several.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '0x…:WEIGHT',
    }),
    ...proposalOutFlags,
  }

  async run() {
    const { args, flags } = await this.parse(MultisigPolicyPropose)
    const members = parseMembers(flags.member ?? [], 0)
    const { policy } = flags
    const tools = await gradedTools(this.session(flags), args.multisig)
    return this.present(proposedView(await proposePolicy(tools, flags, { policy, members })))
  }
}
