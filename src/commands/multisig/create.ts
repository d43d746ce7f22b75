import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { createTools } from '../../cli/multisig/tools.ts'
import { create } from '../../multisig/create.ts'
import { parseName } from '../../multisig/multisig-name.ts'
import { creationView } from '../../multisig/multisig-view.ts'
import { parseMembers, totalWeightOf } from '../../multisig/policy/members.ts'
import { readPolicy } from '../../multisig/policy/read-policy.ts'

export default class MultisigCreate extends CapstanCommand {
  static override summary = 'Create a multisig of weighted owners that a policy governs.'
  static override description =
    'The policy is a YAML file; multisig policy template writes one to start from. Running it twice with the same terms and name creates one multisig.'
  static override examples = [
    {
      description: 'Create a multisig of three owners, the first with the highest weight:',
      command:
        '<%= config.bin %> <%= command.id %> --member 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266:3 --member 0x70997970C51812dc3A010C7d01b50e0d17dc79C8:2 --member 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC:1 --policy policy.yaml',
    },
  ]
  static override flags = {
    ...chainFlags,
    ...signerFlags,
    ...sendFlags,
    member: Flags.string({
      summary: 'Owner and weight; repeat it for each.',
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '0x…:WEIGHT',
    }),
    policy: Flags.string({ summary: 'Policy file.', required: true, helpValue: 'FILE' }),
    name: Flags.string({
      summary: 'Name of the multisig in this home.',
      default: 'multisig',
      helpValue: 'NAME',
    }),
  }

  async run() {
    const { flags } = await this.parse(MultisigCreate)
    const owners = parseMembers(flags.member, 1)
    const policy = await readPolicy(flags.policy, totalWeightOf(owners))
    const terms = { owners, policy, name: parseName(flags.name) }
    const tools = await createTools(this.session(flags))
    const created = await create(tools, terms, { dryRun: isPlanning(flags) })
    return this.presentPlan(creationView(created, owners), created.plan, flags['plan-out'])
  }
}
