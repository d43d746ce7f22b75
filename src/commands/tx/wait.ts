import { Args } from '@oclif/core'
import { waitFor } from '../../chain/transactions/resume.ts'
import { outcomeView } from '../../chain/transactions/transaction-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, waitFlags } from '../../cli/frame/flags.ts'

export default class TxWait extends CapstanCommand {
  static override summary = 'Wait until a transaction is final.'
  static override description =
    'Exits 0 if it succeeded, 6 if it reverted, and 9 if the outcome is unknown when the time is up. Needs no key.'
  static override examples = ['<%= config.bin %> <%= command.id %> 7 --timeout 60']
  static override args = {
    transaction: Args.string({ description: 'Number or hash.', required: true }),
  }
  static override flags = { ...chainFlags, ...waitFlags }

  async run() {
    const { args, flags } = await this.parse(TxWait)
    return this.present(
      outcomeView(await waitFor(await this.session(flags).followed(), args.transaction)),
    )
  }
}
