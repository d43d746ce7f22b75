import { resetDevnet } from '../../chain/devnet/devnet.ts'
import { devnetNames } from '../../chain/devnet/devnet-record.ts'
import { devnetResetView, devnetsResetView } from '../../chain/devnet/devnet-view.ts'
import { devnetsFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetReset extends CapstanCommand {
  static override summary = 'Delete the chain of a devnet and start over.'
  static override description = 'A devnet that is not running is deleted.'
  static override examples = [
    { description: 'Start the devnet over:', command: '<%= config.bin %> <%= command.id %>' },
  ]
  static override flags = devnetsFlags

  async run() {
    const { flags } = await this.parse(DevnetReset)
    const session = this.session(flags)
    const reset = async (name: string) => ({ name, restarted: await resetDevnet(session, name) })
    if (!flags.all) return this.present(devnetResetView(await reset(flags.name)))
    const names = await devnetNames(session.home)
    return this.present(devnetsResetView(await Promise.all(names.map(reset))))
  }
}
