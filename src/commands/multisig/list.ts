import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { knownMultisigs } from '../../cli/multisig/tools.ts'
import { multisigListView } from '../../multisig/multisig-view.ts'

export default class MultisigList extends CapstanCommand {
  static override summary = 'List the multisigs this home has created or looked at.'
  static override examples = [
    { description: 'List them:', command: '<%= config.bin %> <%= command.id %>' },
  ]

  async run() {
    const { flags } = await this.parse(MultisigList)
    const known = await knownMultisigs(this.session(flags))
    return this.present(multisigListView(await known.list()))
  }
}
