import { Args } from '@oclif/core'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { keyRenamedView } from '../../keystore/keystore-view.ts'

export default class KeyRename extends KeyCommand {
  static override summary = 'Give a key another name.'
  static override examples = [
    {
      description: 'Rename the key "ops" to "treasury":',
      command: '<%= config.bin %> <%= command.id %> ops treasury',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
    newName: Args.string({ description: 'New name.', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyRename)
    const keyring = await this.session(flags).keyring()
    return this.present(keyRenamedView(args.name, await keyring.rename(args.name, args.newName)))
  }
}
