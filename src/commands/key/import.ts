import { Args, Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/flags.ts'
import { KeyCommand, keyTypeFlag } from '../../cli/key-command.ts'
import { IMPORT_FORMATS, importKey } from '../../keystore/import-key.ts'
import { parseKeyType } from '../../keystore/key-type.ts'
import { readKeyInput } from '../../keystore/read-key-input.ts'
import { keyStoredView } from '../../keystore/view.ts'

export default class KeyImport extends KeyCommand {
  static override summary = 'Store a key that exists elsewhere.'
  static override description =
    'The key comes from a file, from stdin or a prompt, never from the command line. The password of a v3 file comes from CAPSTAN_IMPORT_PASSWORD_FILE, CAPSTAN_IMPORT_PASSWORD, those of the vault, or a prompt.'
  static override examples = [
    {
      description: 'A private key from a file:',
      command: '<%= config.bin %> <%= command.id %> ops --from-file ops.key',
    },
    {
      description: 'The third account of a mnemonic, piped in:',
      command: "<%= config.bin %> <%= command.id %> third --path \"m/44'/60'/0'/0/2\" < words.txt",
    },
    {
      description: 'A key file of geth:',
      command: '<%= config.bin %> <%= command.id %> old --format v3 --from-file UTC--2024-05-01',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key here.', required: true }),
  }
  static override flags = {
    ...keyTypeFlag,
    ...keystoreFlags,
    'from-file': Flags.string({ summary: 'File with the key.', helpValue: 'FILE' }),
    format: Flags.option({
      summary: 'What the text is (default: what it looks like).',
      options: IMPORT_FORMATS,
    })(),
    path: Flags.string({
      summary: "Path below the mnemonic (default m/44'/60'/0'/0/0).",
      helpValue: 'PATH',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyImport)
    const session = this.session(flags)
    const { format, path } = flags
    const type = parseKeyType(flags.type)
    const input = await readKeyInput(
      { file: flags['from-file'], name: args.name },
      { stdin: process.stdin, prompts: session.prompts },
    )
    const keyring = await session.keyring()
    const key = await importKey(keyring, { ...input, name: args.name, type, format, path })
    return this.present(keyStoredView(key))
  }
}
