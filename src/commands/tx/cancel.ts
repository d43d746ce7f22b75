import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { replace, replacementArgs, replacementFlags } from '../../cli/tx/replacement.ts'

export default class TxCancel extends CapstanCommand {
  static override summary = 'Take an open transaction back, by sending nothing in its place.'
  static override description =
    'Sends 0 from the account to itself with the same nonce and a higher fee, never above --max-fee. A block decides which of the two happens: exits 3 where the transaction was faster. Needs the key of the account that sent it, which is found by itself.'
  static override examples = ['<%= config.bin %> <%= command.id %> 7']
  static override args = replacementArgs
  static override flags = replacementFlags

  async run() {
    const { args, flags } = await this.parse(TxCancel)
    const request = { ...args, kind: 'cancel', dryRun: flags['dry-run'] } as const
    return this.present(await replace(this.session(flags), request))
  }
}
