import { Args } from '@oclif/core'
import { yesFlag } from '../../cli/frame/flags.ts'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { chainIdsOf, commandNames, policyFlags } from '../../cli/key/policy-flags.ts'
import { changeKeyPolicy } from '../../keystore/change-key-policy.ts'
import { keyPolicyView } from '../../keystore/policy/policy-view.ts'

export default class KeyPolicy extends KeyCommand {
  static override summary = 'Show or set what a key may sign.'
  static override description =
    `Each flag replaces one rule and leaves the others; without flags the policy is shown. The key signs only what the rules allow, whichever command asks. Setting rules needs the key's secret.

Amounts include what known token calls move or allow. Once one asset has a limit, every asset that moves needs one. A recipient is whoever gets the value, in token calls too; list a token as a recipient, or give it a limit. Fees of EVM transactions do not count.`
  static override examples = [
    {
      description: 'Limit the key "ops" to 1.5 per transaction and 10 a day, on one network:',
      command:
        '<%= config.bin %> <%= command.id %> ops --max-per-tx 1.5 --max-per-day 10 --allow-network ethereum',
    },
    {
      description: 'Allow 5,000,000 base units of a token a day, and nothing else:',
      command:
        '<%= config.bin %> <%= command.id %> ops --clear --max-per-day 0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F=5000000',
    },
    {
      description: 'Allow nothing but distributing campaigns:',
      command: '<%= config.bin %> <%= command.id %> ops --allow-command "migrate distribute"',
    },
    {
      description: 'Show the policy:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
    {
      description: 'Remove the policy:',
      command: '<%= config.bin %> <%= command.id %> ops --clear',
    },
  ]
  static override args = {
    name: Args.string({ description: 'Name of the key.', required: true }),
  }
  static override flags = { ...policyFlags, ...yesFlag }

  async run() {
    const { args, flags } = await this.parse(KeyPolicy)
    const session = this.session(flags)
    const networks = flags['allow-network']
    const commands = flags['allow-command']
    const change = {
      clear: flags.clear,
      networks: networks && (await chainIdsOf(session.home, networks)),
      recipients: flags['allow-to'],
      maxPerTx: flags['max-per-tx'],
      maxPerDay: flags['max-per-day'],
      commands: commands && commandNames(commands, this.config.commandIDs),
    }
    const keyring = await session.keyring()
    const key = await changeKeyPolicy(keyring, args.name, change, session.prompts)
    return this.present(keyPolicyView(key))
  }
}
