import { Args } from '@oclif/core'
import { KeyCommand, signableFlags } from '../../cli/key-command.ts'
import { signWithKey } from '../../keystore/sign-with-key.ts'
import { signatureView } from '../../keystore/view.ts'

export default class KeySign extends KeyCommand {
  static override summary = 'Sign a message or typed data.'
  static override description =
    '32 raw bytes and unsigned transactions are refused: what is signed here must be a message.'
  static override examples = [
    {
      description: 'Sign a text with the key "ops":',
      command: '<%= config.bin %> <%= command.id %> ops --message "I agree"',
    },
    {
      description: 'Sign EIP-712 typed data:',
      command: '<%= config.bin %> <%= command.id %> ops --typed-data permit.json',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }
  static override flags = { ...signableFlags }

  async run() {
    const { args, flags } = await this.parse(KeySign)
    const { message, hex, 'typed-data': typedData } = flags
    const keyring = await this.session(flags).keyring()
    return this.present(
      signatureView(await signWithKey(keyring, args.name, { message, hex, typedData })),
    )
  }
}
