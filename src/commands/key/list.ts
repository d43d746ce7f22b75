import { bytomNetworkFlag, KeyCommand } from '../../cli/key/key-command.ts'
import { onBytomNetwork } from '../../keystore/bytom-keys/bytom-addresses.ts'
import { keyListView } from '../../keystore/keystore-view.ts'

export default class KeyList extends KeyCommand {
  static override summary = 'List the keys. Needs no password.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  static override flags = { ...bytomNetworkFlag }

  async run() {
    const { flags } = await this.parse(KeyList)
    const keyring = await this.session(flags).keyring()
    const keys = await keyring.list()
    return this.present(keyListView(keys.map((key) => onBytomNetwork(key, flags['bytom-network']))))
  }
}
