import { openElsewhere, resumeOpen } from '../../chain/transactions/resume.ts'
import { resumedView } from '../../chain/transactions/transaction-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, waitFlags } from '../../cli/frame/flags.ts'

export default class TxResume extends CapstanCommand {
  static override summary = 'Finish the transactions that the journal has as open on a network.'
  static override description =
    'Rebroadcasts, byte for byte, signed transactions that no node has. Signs nothing and needs no key.'
  static override examples = ['<%= config.bin %> <%= command.id %> --network bsc']
  static override flags = { ...chainFlags, ...waitFlags }

  async run() {
    const { flags } = await this.parse(TxResume)
    const followed = await this.session(flags).followed()
    const resumed = await resumeOpen(followed)
    return this.present(resumedView(resumed, await openElsewhere(followed)))
  }
}
