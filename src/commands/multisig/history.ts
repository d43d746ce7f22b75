import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags } from '../../cli/frame/flags.ts'
import { driverFlag, multisigArg } from '../../cli/multisig/flags.ts'
import { multisigTools } from '../../cli/multisig/tools.ts'
import { historyView } from '../../multisig/multisig-view.ts'

export default class MultisigHistory extends CapstanCommand {
  static override summary = 'List the events of a multisig.'
  static override examples = [
    {
      description: 'List them, oldest first:',
      command: '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9',
    },
  ]
  static override args = multisigArg
  static override flags = { ...chainFlags, ...driverFlag }

  async run() {
    const { args, flags } = await this.parse(MultisigHistory)
    const { driver } = await multisigTools(this.session(flags), { ...flags, ...args })
    return this.present(historyView(driver.multisig, await driver.history()))
  }
}
