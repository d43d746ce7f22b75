import { Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/frame/flags.ts'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { checkKeyring } from '../../keystore/check-keyring.ts'
import { keyringCheckView } from '../../keystore/keystore-view.ts'

export default class KeyDoctor extends KeyCommand {
  static override summary = 'Check whether keys can be stored, and which are incomplete.'
  static override description =
    'Exits 3 if the store of new keys cannot be used, and 8 if a stored key is incomplete. Leaves alone a key that another process is creating or removing.'
  static override examples = [
    {
      description: 'Show what the keychain needs and lacks:',
      command: '<%= config.bin %> <%= command.id %>',
    },
    {
      description: 'Finish what a crash cut off:',
      command: '<%= config.bin %> <%= command.id %> --repair',
    },
  ]
  static override flags = {
    ...keystoreFlags,
    repair: Flags.boolean({
      summary: 'Finish creations and removals that were cut off.',
    }),
  }

  async run() {
    const { flags } = await this.parse(KeyDoctor)
    const keyring = await this.session(flags).keyring()
    return this.present(keyringCheckView(await checkKeyring(keyring, { repair: flags.repair })))
  }
}
