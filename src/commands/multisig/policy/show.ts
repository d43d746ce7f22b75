import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../../cli/frame/flags.ts'
import { multisigArg } from '../../../cli/multisig/flags.ts'
import { gradedTools } from '../../../cli/multisig/tools.ts'
import { policyView } from '../../../multisig/policy/policy-view.ts'
import { currentPolicy } from '../../../multisig/policy/propose-policy.ts'
import { writeNewPolicy } from '../../../multisig/policy/write-policy.ts'

export default class MultisigPolicyShow extends CapstanCommand {
  static override summary = 'Show the policy of a multisig, as a policy file.'
  static override examples = [
    {
      description: 'Write it to a file to edit:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --out policy.yaml',
    },
  ]
  static override args = multisigArg
  static override flags = {
    ...chainFlags,
    out: Flags.string({ summary: 'New policy file.', helpValue: 'FILE' }),
  }

  async run() {
    const { args, flags } = await this.parse(MultisigPolicyShow)
    const { policy } = await currentPolicy(await gradedTools(this.session(flags), args.multisig))
    if (flags.out !== undefined) await writeNewPolicy(flags.out, policy)
    return this.present(policyView(args.multisig, policy, flags.out))
  }
}
