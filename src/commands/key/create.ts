import { Args, Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/frame/flags.ts'
import { bytomNetworkFlag, KeyCommand, keyTypeFlag } from '../../cli/key/key-command.ts'
import { onBytomNetwork } from '../../keystore/bytom-keys/bytom-addresses.ts'
import { createKey } from '../../keystore/create-key.ts'
import { backupInFile, backupOnPaper } from '../../keystore/hd/mnemonic-backup.ts'
import { parseKeyType } from '../../keystore/key-type.ts'
import { keyStoredView } from '../../keystore/keystore-view.ts'

export default class KeyCreate extends KeyCommand {
  static override summary = 'Create a key and store it.'
  static override description =
    'A key is a private key of its own, or one of the accounts of a mnemonic. The vault password comes from CAPSTAN_VAULT_PASSWORD_FILE, CAPSTAN_VAULT_PASSWORD or a prompt.'
  static override examples = [
    {
      description: 'Create the key "ops" in the keychain:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
    {
      description: 'Create a key with a mnemonic, shown once for you to write down:',
      command: '<%= config.bin %> <%= command.id %> treasury --mnemonic',
    },
    {
      description: 'Create a key from its next account:',
      command: '<%= config.bin %> <%= command.id %> payroll --from treasury',
    },
    {
      description: 'Store a key in the vault, and its mnemonic in a file to keep elsewhere:',
      command:
        '<%= config.bin %> <%= command.id %> cold --keystore vault --mnemonic-out cold-words.txt',
    },
    {
      description: 'Create a Bytom key and show its address on Vapor:',
      command:
        '<%= config.bin %> <%= command.id %> btm --type bytom --mnemonic --bytom-network vapor-mainnet',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the new key.', required: true }),
  }
  static override flags = {
    ...keyTypeFlag,
    ...bytomNetworkFlag,
    ...keystoreFlags,
    mnemonic: Flags.boolean({
      summary: 'Create the key from a new mnemonic, and show the mnemonic once.',
      exclusive: ['mnemonic-out', 'from'],
    }),
    'mnemonic-out': Flags.string({
      summary: 'Create the key from a new mnemonic, and write the mnemonic to a new file.',
      helpValue: 'FILE',
      exclusive: ['from'],
    }),
    from: Flags.string({
      summary: 'Create the key from the mnemonic of this stored key.',
      helpValue: 'NAME',
    }),
    path: Flags.string({
      summary: 'Derivation path (default the first, or the next free one).',
      helpValue: 'PATH',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyCreate)
    const { 'mnemonic-out': mnemonicOut, from, path } = flags
    const type = parseKeyType(flags.type)
    const session = this.session(flags)
    const backup = mnemonicOut
      ? backupInFile(mnemonicOut)
      : flags.mnemonic && backupOnPaper(args.name, session.prompts)
    const input = { name: args.name, type, backup: backup || undefined, from, path }
    const key = await createKey(await session.keyring(), input)
    return this.present(keyStoredView(onBytomNetwork(key, flags['bytom-network']), mnemonicOut))
  }
}
