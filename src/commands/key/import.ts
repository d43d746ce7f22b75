import { Args, Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/frame/flags.ts'
import { bytomNetworkFlag, KeyCommand, keyTypeFlag } from '../../cli/key/key-command.ts'
import { onBytomNetwork } from '../../keystore/bytom-keys/bytom-addresses.ts'
import { IMPORT_FORMATS, importKey } from '../../keystore/import-key.ts'
import { parseKeyType } from '../../keystore/key-type.ts'
import { keyStoredView } from '../../keystore/keystore-view.ts'
import { readKeyInput } from '../../keystore/read-key-input.ts'

export default class KeyImport extends KeyCommand {
  static override summary = 'Store a key that exists elsewhere.'
  static override description =
    'The key comes from a file, stdin or a prompt, never from the command line. The password of a v3 file comes from CAPSTAN_IMPORT_PASSWORD_FILE, CAPSTAN_IMPORT_PASSWORD, the same two variables of the vault, or a prompt.'
  static override examples = [
    {
      description: 'Import a private key from a file:',
      command: '<%= config.bin %> <%= command.id %> ops --from-file ops.key',
    },
    {
      description: 'Import the third account of a mnemonic from stdin:',
      command: "<%= config.bin %> <%= command.id %> third --path \"m/44'/60'/0'/0/2\" < words.txt",
    },
    {
      description: 'Import one more account of a stored mnemonic:',
      command: '<%= config.bin %> <%= command.id %> fourth --from third',
    },
    {
      description: 'Import a key file of geth:',
      command: '<%= config.bin %> <%= command.id %> old --format v3 --from-file UTC--2024-05-01',
    },
    {
      description: 'Import a Bytom key from the key file of a node, or from its 12 words:',
      command: '<%= config.bin %> <%= command.id %> btm --type bytom --from-file UTC--2018-04-24',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the new key.', required: true }),
  }
  static override flags = {
    ...keyTypeFlag,
    ...bytomNetworkFlag,
    ...keystoreFlags,
    'from-file': Flags.string({ summary: 'File with the key.', helpValue: 'FILE' }),
    format: Flags.option({
      summary: 'Format of the key (default: detected).',
      options: IMPORT_FORMATS,
    })(),
    from: Flags.string({
      summary: 'Use the mnemonic of this stored key.',
      helpValue: 'NAME',
      exclusive: ['from-file', 'format'],
    }),
    path: Flags.string({
      summary: 'Derivation path (default the first, or the next free one).',
      helpValue: 'PATH',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyImport)
    const session = this.session(flags)
    const { format, from, path } = flags
    const type = parseKeyType(flags.type)
    const place = { name: args.name, type, path }
    const input =
      from ??
      (await readKeyInput(
        { file: flags['from-file'], name: args.name },
        { stdin: process.stdin, prompts: session.prompts },
      ))
    const keyring = await session.keyring()
    const key =
      typeof input === 'string'
        ? await keyring.addAccount(input, place)
        : await importKey(keyring, { ...input, ...place, format })
    return this.present(keyStoredView(onBytomNetwork(key, flags['bytom-network'])))
  }
}
