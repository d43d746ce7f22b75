import { Args } from '@oclif/core'
import { yesFlag } from '../../cli/frame/flags.ts'
import { KeyCommand } from '../../cli/key/key-command.ts'
import { chainIdsOf, commandNames, policyFlags } from '../../cli/key/policy-flags.ts'
import { changeKeyPolicy } from '../../keystore/change-key-policy.ts'
import { keyPolicyView } from '../../keystore/policy/policy-view.ts'

export default class KeyPolicy extends KeyCommand {
  static override summary = 'Show, or set, what a key may sign.'
  static override description =
    `Each flag replaces its rule and leaves the others; without flags the policy is shown. What the rules do not allow is not signed, whichever command asks. Setting them needs the key's secret.

Amounts count what known calls of tokens move or allow as well; once any is limited, what moves needs a limit of its own. A recipient is who gets the value, in token calls too; the token is listed like a recipient, or by its limit. Fees of EVM transactions are not counted.`
  static override examples = [
    {
      description:
        'The key "ops" pays at most 1.5 in a transaction and 10 in a day, on one network:',
      command:
        '<%= config.bin %> <%= command.id %> ops --max-per-tx 1.5 --max-per-day 10 --allow-network ethereum',
    },
    {
      description: 'At most 5,000,000 base units of a token in a day, and nothing else:',
      command:
        '<%= config.bin %> <%= command.id %> ops --clear --max-per-day 0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F=5000000',
    },
    {
      description: 'It may do nothing but distribute campaigns:',
      command: '<%= config.bin %> <%= command.id %> ops --allow-command "migrate distribute"',
    },
    {
      description: 'Show its policy:',
      command: '<%= config.bin %> <%= command.id %> ops',
    },
    {
      description: 'Drop it:',
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
