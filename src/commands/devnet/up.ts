import { Flags } from '@oclif/core'
import { startDevnet } from '../../chain/devnet/devnet-start.ts'
import { devnetView } from '../../chain/devnet/devnet-view.ts'
import { devnetFlags } from '../../cli/devnet/flags.ts'
import { stayInForeground } from '../../cli/devnet/foreground.ts'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'

export default class DevnetUp extends CapstanCommand {
  static override summary = 'Start a local chain with a token and a distributor deployed.'
  static override description =
    'Ten funded accounts are the keys dev0 to dev9. A devnet that already runs is reported; one that was stopped resumes where it was. Deploy swap contracts with contract deploy, and multisigs with multisig create.'
  static override examples = [
    { description: 'Start the devnet:', command: '<%= config.bin %> <%= command.id %>' },
    {
      description: 'Start a second devnet beside it:',
      command: '<%= config.bin %> <%= command.id %> --name other',
    },
  ]
  static override flags = {
    ...devnetFlags,
    port: Flags.integer({
      summary: 'Port on the loopback; 0 for any (default 8545 for main, else any).',
      min: 0,
      max: 65_535,
      helpValue: 'PORT',
    }),
    'chain-id': Flags.integer({
      summary: 'Chain id, 31337 to 31399 (default 31337 for main, else the next free one).',
      helpValue: 'N',
    }),
    'block-time': Flags.integer({
      summary: 'Seconds between blocks (default: a block for each transaction).',
      min: 1,
      max: 3_600,
      helpValue: 'SECONDS',
    }),
    foreground: Flags.boolean({
      summary: 'Stay in the foreground, and stop the devnet at Ctrl-C.',
    }),
  }

  async run() {
    const { flags } = await this.parse(DevnetUp)
    const session = this.session(flags)
    const devnet = await startDevnet(session, {
      name: flags.name,
      port: flags.port,
      chainId: flags['chain-id'],
      blockTimeSeconds: flags['block-time'],
    })
    const result = this.present(devnetView(devnet))
    if (flags.foreground) await stayInForeground(session, devnet)
    return result
  }
}
