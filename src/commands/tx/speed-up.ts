import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { replace, replacementArgs, replacementFlags } from '../../cli/tx/replacement.ts'

export default class TxSpeedUp extends CapstanCommand {
  static override summary = 'Send an open transaction again at a higher fee.'
  static override description =
    'Signs the same call with the same nonce, a tenth dearer at least and as dear as the market asks, and never above --max-fee. Only one of the attempts can be mined; whichever it is, it is followed to its end. Needs the key of the account that sent it, which is found by itself.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 7',
    {
      description: 'Raise the fee step by step for ten minutes, up to 40 gwei:',
      command: '<%= config.bin %> <%= command.id %> 7 --deadline 10m --max-fee 40',
    },
  ]
  static override args = replacementArgs
  static override flags = replacementFlags

  async run() {
    const { args, flags } = await this.parse(TxSpeedUp)
    const request = { ...args, kind: 'speed-up', dryRun: flags['dry-run'] } as const
    return this.present(await replace(this.session(flags), request))
  }
}
