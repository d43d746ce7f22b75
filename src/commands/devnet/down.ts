import { stopDevnet } from '../../chain/devnet/devnet.ts'
import { devnetNames } from '../../chain/devnet/devnet-record.ts'
import { devnetStoppedView, devnetsStoppedView } from '../../chain/devnet/devnet-view.ts'
import { devnetsFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetDown extends CapstanCommand {
  static override summary = 'Stop a devnet and keep its chain.'
  static override examples = [
    { description: 'Stop every devnet:', command: '<%= config.bin %> <%= command.id %> --all' },
  ]
  static override flags = devnetsFlags

  async run() {
    const { flags } = await this.parse(DevnetDown)
    const { home } = this.session(flags)
    const down = async (name: string) => ({ name, stopped: await stopDevnet(home, name) })
    if (!flags.all) return this.present(devnetStoppedView(await down(flags.name)))
    const names = await devnetNames(home)
    return this.present(devnetsStoppedView(await Promise.all(names.map(down))))
  }
}
