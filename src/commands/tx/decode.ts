import { Args } from '@oclif/core'
import { decode } from '../../chain/decode/decode-transaction.ts'
import { decodedView } from '../../chain/decode/decode-view.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'

export default class TxDecode extends CapstanCommand {
  static override summary = 'Explain a raw transaction, call data or a hash.'
  static override description =
    'Recovers the sender from the signature, and names calls of the token standards and of the contracts that ship with capstan. Looks a hash up in the journal, then on the network, whose answer must have that hash. Bytes need no network.'
  static override examples = [
    {
      description: 'Explain the call data of a token transfer:',
      command:
        '<%= config.bin %> <%= command.id %> 0xa9059cbb00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c80000000000000000000000000000000000000000000000000000000000000064',
    },
  ]
  static override args = {
    what: Args.string({ description: 'Bytes as hex, or a hash.', required: true }),
  }
  static override flags = { ...chainFlags }

  async run() {
    const { args, flags } = await this.parse(TxDecode)
    const session = this.session(flags)
    const ports = { journal: () => session.journal(), chain: () => session.chain() }
    return this.present(decodedView(await decode(args.what, ports)))
  }
}
