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
    `Attests a lock once it is as deep as the campaign asks and every endpoint shows the same event, receipt, block and contract storage. Writes the attestation to the folder the relayers share; a relayer that finds a quorum there sends the release. If a release expires unused, attests the refund instead.

Runs until it is stopped (SIGTERM lets it finish what it has begun); with --once, does what is due and exits, for cron. Each lock is released at most once, even if a relay is killed or runs twice, with one key or many, on one machine or many. Exits 7 and signs nothing if facts contradict each other: a node disagrees with another, or a lock was reorged out.`
  static override examples = [
    {
      description: 'Relay with the key "relayer-1" until stopped:',
      command: '<%= config.bin %> <%= command.id %> -c cmt --key relayer-1 --yes',
    },
    {
      description: 'Relay once, from cron, with two nodes of the source chain that must agree:',
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
    once: Flags.boolean({ summary: 'Do what is due now, and exit.', exclusive: ['interval'] }),
    interval: Flags.string({
      summary: 'Time between two polls of the chains.',
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
