import { Flags } from '@oclif/core'
import { transactionListView } from '../../chain/transactions/transaction-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class TxList extends CapstanCommand {
  static override summary = 'List the transactions in the journal, oldest first.'
  static override examples = [
    {
      description: 'List what is signed and not yet final:',
      command: '<%= config.bin %> <%= command.id %> --open',
    },
  ]
  static override flags = {
    open: Flags.boolean({ summary: 'Only those that are not yet final.' }),
  }

  async run() {
    const { flags } = await this.parse(TxList)
    const journal = await this.session(flags).journal()
    return this.present(
      transactionListView(await (flags.open ? journal.openRows() : journal.allRows())),
    )
  }
}
