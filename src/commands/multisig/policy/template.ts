import { Flags } from '@oclif/core'
import { CapstanCommand } from '../../../cli/frame/capstan-command.ts'
import { writePolicyTemplate } from '../../../multisig/policy/policy-template.ts'

export default class MultisigPolicyTemplate extends CapstanCommand {
  static override summary = 'Write a commented policy to start from.'
  static override examples = [
    {
      description: 'Write policy.yaml:',
      command: '<%= config.bin %> <%= command.id %> --out policy.yaml',
    },
  ]
  static override flags = {
    out: Flags.string({ summary: 'New policy file.', required: true, helpValue: 'FILE' }),
  }

  async run() {
    const { flags } = await this.parse(MultisigPolicyTemplate)
    const { packageRoot } = this.session(flags)
    const file = await writePolicyTemplate(packageRoot, flags.out)
    return this.present({ json: { file }, text: `Wrote ${file}.` })
  }
}
