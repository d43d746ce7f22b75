import { Args } from '@oclif/core'
import { bytomNetworkFlag, KeyCommand } from '../../cli/key/key-command.ts'
import { onBytomNetwork } from '../../keystore/bytom-keys/bytom-addresses.ts'
import { keyView } from '../../keystore/keystore-view.ts'

export default class KeyShow extends KeyCommand {
  static override summary = 'Show the public facts of a key.'
  static override examples = [
    {
      description: 'Show address, store and path of the key "ops":',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }

  static override flags = { ...bytomNetworkFlag }

  async run() {
    const { args, flags } = await this.parse(KeyShow)
    const keyring = await this.session(flags).keyring()
    const key = await keyring.find(args.name)
    return this.present(keyView(onBytomNetwork(key, flags['bytom-network'])))
  }
}
