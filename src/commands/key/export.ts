import { Args, Flags } from '@oclif/core'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { EXPORT_FORMATS, exportKey } from '../../keystore/export-key.ts'
import { keyExportedView } from '../../keystore/keystore-view.ts'

export default class KeyExport extends KeyCommand {
  static override summary = 'Write a key to an encrypted file that other wallets read.'
  static override description =
    'The new password comes from CAPSTAN_EXPORT_PASSWORD_FILE, CAPSTAN_EXPORT_PASSWORD or a prompt, which asks twice.'
  static override examples = [
    {
      description: 'Export the key "ops" to a Web3 Secret Storage file:',
      command: '<%= config.bin %> <%= command.id %> ops --format v3 --out ops.json',
    },
    {
      description: 'Export a Bytom key to a file for the key folder of a node:',
      command: '<%= config.bin %> <%= command.id %> holder --out holder-key.json',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }
  static override flags = {
    format: Flags.option({
      summary:
        'Web3 Secret Storage, or the key file of a Bytom node (default: by the type of key).',
      options: EXPORT_FORMATS,
    })(),
    out: Flags.string({ summary: 'New file to write.', helpValue: 'FILE', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyExport)
    const { format, out } = flags
    const keyring = await this.session(flags).keyring()
    return this.present(keyExportedView(await exportKey(keyring, { name: args.name, out, format })))
  }
}
