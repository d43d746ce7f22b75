import { Args } from '@oclif/core'
import { fundAccount, withDevnet } from '../../chain/devnet/devnet-chain.ts'
import { fundingView } from '../../chain/devnet/devnet-view.ts'
import { devnetFlags } from '../../cli/devnet/flags.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetFund extends CapstanCommand {
  static override summary = 'Add native coin to an account on a devnet.'
  static override examples = [
    {
      description: 'Add a hundred coins to an account:',
      command: '<%= config.bin %> <%= command.id %> 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 100',
    },
  ]
  static override args = {
    address: Args.string({ description: 'Account.', required: true }),
    amount: Args.string({ description: 'Amount to add, such as 1.5 or 250gwei.', required: true }),
  }
  static override flags = devnetFlags

  async run() {
    const { args, flags } = await this.parse(DevnetFund)
    const funding = await withDevnet(this.session(flags), flags.name, (rpc) =>
      fundAccount(rpc, args.address, args.amount),
    )
    return this.present(fundingView(funding))
  }
}
