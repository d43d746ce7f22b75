import { Args } from '@oclif/core'
import { findTransaction } from '../../chain/transactions/resume.ts'
import { transactionView } from '../../chain/transactions/transaction-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class TxShow extends CapstanCommand {
  static override summary = 'Show what the journal has of a transaction.'
  static override examples = ['<%= config.bin %> <%= command.id %> 7']
  static override args = {
    transaction: Args.string({ description: 'Number or hash.', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(TxShow)
    const journal = await this.session(flags).journal()
    return this.present(transactionView(await findTransaction(journal, args.transaction)))
  }
}
