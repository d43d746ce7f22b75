import { Flags } from '@oclif/core'
import { keystoreFlags } from '../../cli/frame/flags.ts'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { checkKeyring } from '../../keystore/check-keyring.ts'
import { keyringCheckView } from '../../keystore/keystore-view.ts'

export default class KeyDoctor extends KeyCommand {
  static override summary = 'Say whether keys can be stored, and which are not whole.'
  static override description =
    'Exit code 3 if the store of new keys cannot be used, 8 if a stored key is not whole. A key that another process is making or removing at the moment is left to it.'
  static override examples = [
    {
      description: 'What is missing for the keychain:',
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
