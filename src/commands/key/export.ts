import { Args, Flags } from '@oclif/core'
import { KeyCommand } from '../../cli/key-command.ts'
import { exportKey } from '../../keystore/export-key.ts'
import { keyExportedView } from '../../keystore/view.ts'

export default class KeyExport extends KeyCommand {
  static override summary = 'Write a key to an encrypted file that other wallets read.'
  static override description =
    'The new password comes from CAPSTAN_EXPORT_PASSWORD_FILE, CAPSTAN_EXPORT_PASSWORD or is typed twice.'
  static override examples = [
    {
      description: 'The key "ops" as a Web3 Secret Storage file:',
      command: '<%= config.bin %> <%= command.id %> ops --format v3 --out ops.json',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }
  static override flags = {
    format: Flags.option({
      summary: 'Web3 Secret Storage, version 3.',
      options: ['v3'] as const,
      default: 'v3',
    })(),
    out: Flags.string({ summary: 'The new file.', helpValue: 'FILE', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyExport)
    const keyring = await this.session(flags).keyring()
    return this.present(
      keyExportedView(await exportKey(keyring, { name: args.name, out: flags.out })),
    )
  }
}
