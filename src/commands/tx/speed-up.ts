import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { replace, replacementArgs, replacementFlags } from '../../cli/tx/replacement.ts'

export default class TxSpeedUp extends CapstanCommand {
  static override summary = 'Replace an open transaction by the same one with a higher fee.'
  static override description =
    'Signs the same call with the same nonce and a fee that is at least a tenth higher, follows the market and never exceeds --max-fee. Only one of the attempts can be mined; capstan follows all of them. Needs the key of the account that sent it, and finds that key itself.'
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
