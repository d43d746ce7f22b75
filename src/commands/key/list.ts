import { KeyCommand } from '../../cli/key-command.ts'
import { keyListView } from '../../keystore/view.ts'

export default class KeyList extends KeyCommand {
  static override summary = 'List the keys; no password is needed.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run() {
    const { flags } = await this.parse(KeyList)
    const keyring = await this.session(flags).keyring()
    return this.present(keyListView(await keyring.list()))
  }
}
