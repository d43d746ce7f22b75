import { Args, Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { type Copy, mergeCopies } from '../../multisig/merge.ts'
import { mergedView } from '../../multisig/multisig-view.ts'
import { PROPOSAL, writeMerged } from '../../multisig/proposal/proposal-file.ts'

export default class MultisigMerge extends CapstanCommand {
  static override summary = 'Merge copies of a proposal that were signed separately.'
  static override strict = false
  static override examples = [
    {
      description: 'Merge two copies:',
      command: '<%= config.bin %> <%= command.id %> alice.json bob.json --out p.json',
    },
  ]
  static override args = {
    file: Args.string({ description: 'First copy.', required: true }),
    others: Args.string({ description: 'Other copies.', required: true }),
  }
  static override flags = {
    out: Flags.string({ summary: 'File for the merged copy.', required: true, helpValue: 'FILE' }),
  }

  async run() {
    const { flags, argv } = await this.parse(MultisigMerge)
    const copies: Copy[] = []
    for (const file of argv.map(String)) copies.push({ file, proposal: await PROPOSAL.read(file) })
    const merged = mergeCopies(copies as [Copy, ...Copy[]])
    await writeMerged(flags.out, merged)
    return this.present(mergedView(flags.out, merged))
  }
}
