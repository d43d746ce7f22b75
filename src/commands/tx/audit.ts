import { auditJournal } from '../../chain/journal/journal-audit.ts'
import { journalAuditView } from '../../chain/transactions/transaction-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class TxAudit extends CapstanCommand {
  static override summary = 'Prove that no row of the journal was removed or altered.'
  static override description =
    'Every entry is linked to the one before it by hash, and the state must be what the entries add up to; exit 7 when not. Keep the printed head: a later audit that starts from another history cannot lead to it.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run() {
    const { flags } = await this.parse(TxAudit)
    return this.present(journalAuditView(await auditJournal(await this.session(flags).journal())))
  }
}
