import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { knownMultisigs } from '../../cli/multisig/tools.ts'
import { multisigListView } from '../../multisig/multisig-view.ts'

export default class MultisigList extends CapstanCommand {
  static override summary = 'List the multisigs that this home has created or shown.'
  static override examples = [
    { description: 'List them:', command: '<%= config.bin %> <%= command.id %>' },
  ]

  async run() {
    const { flags } = await this.parse(MultisigList)
    const known = await knownMultisigs(this.session(flags))
    return this.present(multisigListView(await known.list()))
  }
}
