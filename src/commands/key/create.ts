import { Args, Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/flags.ts'
import { KeyCommand, keyTypeFlag } from '../../cli/key-command.ts'
import { createKey } from '../../keystore/create-key.ts'
import { parseKeyType } from '../../keystore/key-type.ts'
import { keyStoredView } from '../../keystore/view.ts'

export default class KeyCreate extends KeyCommand {
  static override summary = 'Make a key and store it.'
  static override description =
    'The password of the vault comes from CAPSTAN_VAULT_PASSWORD_FILE, CAPSTAN_VAULT_PASSWORD or a prompt.'
  static override examples = [
    {
      description: 'A key named "ops" in the keychain:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
    {
      description: 'One with a mnemonic to put away, in the vault:',
      command:
        '<%= config.bin %> <%= command.id %> cold --keystore vault --mnemonic-out cold-words.txt',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the new key.', required: true }),
  }
  static override flags = {
    ...keyTypeFlag,
    ...keystoreFlags,
    'mnemonic-out': Flags.string({
      summary: 'Make the key from a fresh mnemonic and write that to a new file.',
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyCreate)
    const { 'mnemonic-out': mnemonicOut } = flags
    const type = parseKeyType(flags.type)
    const keyring = await this.session(flags).keyring()
    const key = await createKey(keyring, { name: args.name, type, mnemonicOut })
    return this.present(keyStoredView(key, mnemonicOut))
  }
}
