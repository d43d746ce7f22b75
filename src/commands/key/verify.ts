import { Flags } from '@oclif/core'
import { KeyCommand, signableFlags } from '../../cli/key-command.ts'
import { verifySignature } from '../../keystore/verify-signature.ts'
import { signatureCheckView } from '../../keystore/view.ts'

export default class KeyVerify extends KeyCommand {
  static override summary = 'Verify a signature; exit code 7 if it is not valid.'
  static override examples = [
    {
      description: 'Check who signed a text:',
      command:
        '<%= config.bin %> <%= command.id %> --address 0x52…c4 --message "I agree" --signature 0x1f…1b',
    },
  ]
  static override flags = {
    ...signableFlags,
    address: Flags.string({
      summary: 'Who should have signed.',
      helpValue: 'ADDRESS',
      required: true,
    }),
    signature: Flags.string({
      summary: 'The signature, as 0x….',
      helpValue: 'HEX',
      required: true,
    }),
  }

  async run() {
    const { flags } = await this.parse(KeyVerify)
    const { address, signature, message, hex, 'typed-data': typedData } = flags
    return this.present(
      signatureCheckView(await verifySignature({ address, signature, message, hex, typedData })),
    )
  }
}
