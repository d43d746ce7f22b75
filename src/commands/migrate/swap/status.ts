import { Args } from '@oclif/core'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { openSwap, swapFlags } from '../../../cli/swap/tools.ts'
import { lockStatusView, swapStatusView } from '../../../swap/status-view.ts'
import { type LockStatus, readSwapStatus } from '../../../swap/swap-status.ts'
import { swapUnits } from '../../../swap/units.ts'

export default class MigrateSwapStatus extends CampaignCommand {
  static override summary = 'Show the state of the locks of a swap, or of one lock.'
  static override description = 'Needs no key.'
  static override examples = [
    {
      description: 'Show all locks of the campaign in the folder cmt:',
      command: '<%= config.bin %> <%= command.id %> -c cmt',
    },
    {
      description: 'Show the first lock:',
      command: '<%= config.bin %> <%= command.id %> 0 -c cmt',
    },
  ]
  static override args = {
    lock: Args.string({ description: 'Id or number of a lock.' }),
  }
  static override flags = { ...swapFlags }

  async run() {
    const { args, flags } = await this.parse(MigrateSwapStatus)
    const campaign = await this.readCampaign(flags.campaign)
    const swap = await openSwap(this.session(flags), campaign, flags)
    const status = await readSwapStatus(swap, args.lock)
    const units = await swapUnits(swap, status)
    if (args.lock === undefined) return this.present(swapStatusView(status, units))
    const [lock] = status.locks
    return this.present(lockStatusView(lock as LockStatus, status.quorum, units))
  }
}
