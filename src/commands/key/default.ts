import { Args } from '@oclif/core'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { keyDefaultView } from '../../keystore/keystore-view.ts'

export default class KeyDefault extends KeyCommand {
  static override summary = 'Set the key that signs by default.'
  static override examples = [
    {
      description: 'Sign with "ops" from now on:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }

  async run() {
    const { args, flags } = await this.parse(KeyDefault)
    const keyring = await this.session(flags).keyring()
    return this.present(keyDefaultView(await keyring.makeDefault(args.name)))
  }
}
