import { devnetState } from '../../chain/devnet/devnet.ts'
import { devnetNames } from '../../chain/devnet/devnet-record.ts'
import { devnetStatesView, devnetStateView } from '../../chain/devnet/devnet-view.ts'
import { devnetsFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetStatus extends CapstanCommand {
  static override summary = 'Show whether a devnet runs, and where.'
  static override examples = [
    { description: 'Show all devnets:', command: '<%= config.bin %> <%= command.id %> --all' },
  ]
  static override flags = devnetsFlags

  async run() {
    const { flags } = await this.parse(DevnetStatus)
    const { home } = this.session(flags)
    if (!flags.all) return this.present(devnetStateView(await devnetState(home, flags.name)))
    const names = await devnetNames(home)
    return this.present(
      devnetStatesView(await Promise.all(names.map((name) => devnetState(home, name)))),
    )
  }
}
