import { Flags } from '@oclif/core'
import { feeFlags, signerFlags, waitFlags, yesFlag } from '../../../cli/frame/flags.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { onSide, relayTools, swapFlags } from '../../../cli/swap/tools.ts'
import { untilStopped } from '../../../cli/swap/until-stopped.ts'
import { parseDuration } from '../../../primitives/duration.ts'
import { keepRelaying } from '../../../swap/relay/relay.ts'
import { relayAgreement } from '../../../swap/relay/relay-agreement.ts'
import { relayPass } from '../../../swap/relay/relay-pass.ts'
import { relayView } from '../../../swap/relay/relay-view.ts'

export default class MigrateSwapRelay extends CampaignCommand {
  static override summary = 'Attest locks as a relayer, and release what a quorum attests.'
  static override description =
    `A lock is attested once it is as deep as the campaign asks and every endpoint shows it alike: its event, receipt and block, and the storage of the contract. The word is written to the folder where relayers meet; whoever finds a quorum there sends the release. When a release has expired unused, the refund is attested instead.

Runs until it is stopped (SIGTERM ends it after what is begun), or with --once does what is due and ends, for cron. Killed or doubled, by one key or many, on one machine or many: each lock is released at most once. What does not hold, such as a node that contradicts another or a lock that has vanished, is exit 7, and nothing is signed.`
  static override examples = [
    {
      description: 'Relay with the key "relayer-1" until it is stopped:',
      command: '<%= config.bin %> <%= command.id %> -c cmt --key relayer-1 --yes',
    },
    {
      description: 'Once, from cron, with two nodes of the source chain that must agree:',
      command:
        '<%= config.bin %> <%= command.id %> -c cmt -k relayer-1 -y --once --source-rpc-url http://127.0.0.1:8545 --source-rpc-url http://127.0.0.1:8546',
    },
  ]
  static override flags = {
    ...swapFlags,
    ...signerFlags,
    ...yesFlag,
    ...waitFlags,
    ...feeFlags,
    once: Flags.boolean({ summary: 'Do what is due now, and end.', exclusive: ['interval'] }),
    interval: Flags.string({
      summary: 'Time between two looks at the chains.',
      default: '15s',
      helpValue: 'DURATION',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateSwapRelay)
    const campaign = await this.readCampaign(flags.campaign)
    const intervalSeconds = parseDuration(flags.interval, 'interval')
    const session = this.session(onSide(flags, campaign, 'target'))
    const tools = await relayTools(session, campaign, flags)
    await session.agree(relayAgreement(tools))
    if (flags.once) return this.present(relayView(await relayPass(tools)))
    const stop = untilStopped()
    return this.present(relayView(await keepRelaying(tools, { stop, intervalSeconds })))
  }
}
