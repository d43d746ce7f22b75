import { Args, Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/frame/flags.ts'
import { bytomNetworkFlag, KeyCommand, keyTypeFlag } from '../../cli/key/key-command.ts'
import { onBytomNetwork } from '../../keystore/bytom-keys/bytom-addresses.ts'
import { createKey } from '../../keystore/create-key.ts'
import { backupInFile, backupOnPaper } from '../../keystore/hd/mnemonic-backup.ts'
import { parseKeyType } from '../../keystore/key-type.ts'
import { keyStoredView } from '../../keystore/keystore-view.ts'

export default class KeyCreate extends KeyCommand {
  static override summary = 'Make a key and store it.'
  static override description =
    'A key is one private key, or an account of a mnemonic that can have many. The password of the vault comes from CAPSTAN_VAULT_PASSWORD_FILE, CAPSTAN_VAULT_PASSWORD or a prompt.'
  static override examples = [
    {
      description: 'A key named "ops" in the keychain:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
    {
      description: 'One with a mnemonic, shown once to be written down:',
      command: '<%= config.bin %> <%= command.id %> treasury --mnemonic',
    },
    {
      description: 'Its next account:',
      command: '<%= config.bin %> <%= command.id %> payroll --from treasury',
    },
    {
      description: 'In the vault, the mnemonic in a file to put away:',
      command:
        '<%= config.bin %> <%= command.id %> cold --keystore vault --mnemonic-out cold-words.txt',
    },
    {
      description: 'A key of Bytom, with its address on Vapor:',
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
      summary: 'Make the key from a fresh mnemonic and show that once.',
      exclusive: ['mnemonic-out', 'from'],
    }),
    'mnemonic-out': Flags.string({
      summary: 'Make the key from a fresh mnemonic and write that to a new file.',
      helpValue: 'FILE',
      exclusive: ['from'],
    }),
    from: Flags.string({
      summary: 'Make the key from the mnemonic of this one.',
      helpValue: 'NAME',
    }),
    path: Flags.string({
      summary: 'Path below the mnemonic (default: the first, or the next that is free).',
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
