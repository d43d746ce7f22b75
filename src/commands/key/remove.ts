import { Args } from '@oclif/core'
import { yesFlag } from '../../cli/frame/flags.ts'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { keyRemovedView } from '../../keystore/keystore-view.ts'
import { removeKey } from '../../keystore/remove-key.ts'

export default class KeyRemove extends KeyCommand {
  static override summary = 'Delete a key and its secret for good.'
  static override examples = [
    {
      description: 'Delete the key "ops"; asks first:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }
  static override flags = { ...yesFlag }

  async run() {
    const { args, flags } = await this.parse(KeyRemove)
    const session = this.session(flags)
    const removed = await removeKey(await session.keyring(), args.name, session.prompts)
    return this.present(keyRemovedView(removed))
  }
}
