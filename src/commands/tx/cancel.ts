import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { replace, replacementArgs, replacementFlags } from '../../cli/tx/replacement.ts'

export default class TxCancel extends CapstanCommand {
  static override summary = 'Cancel an open transaction by sending nothing in its place.'
  static override description =
    'Sends 0 from the account to itself with the same nonce and a higher fee, never above --max-fee. A block includes one of the two: exits 3 if it is the transaction. Needs the key of the account that sent it, and finds that key itself.'
  static override examples = ['<%= config.bin %> <%= command.id %> 7']
  static override args = replacementArgs
  static override flags = replacementFlags

  async run() {
    const { args, flags } = await this.parse(TxCancel)
    const request = { ...args, kind: 'cancel', dryRun: flags['dry-run'] } as const
    return this.present(await replace(this.session(flags), request))
  }
}
