import { auditJournal } from '../../chain/journal/journal-audit.ts'
import { journalAuditView } from '../../chain/transactions/transaction-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class TxAudit extends CapstanCommand {
  static override summary = 'Prove that no row of the journal was removed or altered.'
  static override description =
    'Each entry holds the hash of the one before it, and the state must follow from the entries; otherwise exits 7. Keep the printed head: no other history leads to it.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run() {
    const { flags } = await this.parse(TxAudit)
    return this.present(journalAuditView(await auditJournal(await this.session(flags).journal())))
  }
}
