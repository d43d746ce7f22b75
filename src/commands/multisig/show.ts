import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'
import { driverFlag, multisigArg } from '../../cli/multisig/flags.ts'
import { multisigTools } from '../../cli/multisig/tools.ts'
import { remember } from '../../multisig/tools.ts'

export default class MultisigShow extends CapstanCommand {
  static override summary = 'Show the owners, weights and policy of a multisig.'
  static override examples = [
    {
      description: 'Show a multisig:',
      command: '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9',
    },
    {
      description: 'Show a Safe:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --driver safe',
    },
  ]
  static override args = multisigArg
  static override flags = { ...chainFlags, ...driverFlag }

  async run() {
    const { args, flags } = await this.parse(MultisigShow)
    const tools = await multisigTools(this.session(flags), { ...flags, ...args })
    const view = await tools.driver.show()
    await remember(tools)
    return this.present(view)
  }
}
