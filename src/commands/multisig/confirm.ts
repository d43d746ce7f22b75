import { Args, Flags } from '@oclif/core'
import { CapstanCommand } from '../../cli/frame/capstan-command.ts'
import { chainFlags, isPlanning, sendFlags, signerFlags } from '../../cli/frame/flags.ts'
import { driverFlag, multisigArg } from '../../cli/multisig/flags.ts'
import { multisigTools } from '../../cli/multisig/tools.ts'
import { confirmByDigest } from '../../multisig/confirm-by-digest.ts'
import { confirmedView } from '../../multisig/execution-view.ts'

export default class MultisigConfirm extends CapstanCommand {
  static override summary = 'Confirm a proposal on chain, as an owner who shares no files.'
  static override description =
    'The first owner has the file, and publishes the whole proposal on chain; the others name its digest. Shows first what the proposal does. A confirmation counts like a signature.'
  static override examples = [
    {
      description: 'Publish a proposal and confirm it:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --proposal p.json --key alice',
    },
    {
      description: 'Confirm a proposal by its digest, and write it to a file to execute:',
      command:
        '<%= config.bin %> <%= command.id %> 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 0x32c8cac23eba094ceb34bbfaa09a7af22562d4d8cdf1e068d93dc7966f57a769 --out p.json --key bob',
    },
  ]
  static override args = {
    ...multisigArg,
    digest: Args.string({ description: 'Digest of the proposal.' }),
  }
  static override flags = {
    ...chainFlags,
    ...driverFlag,
    ...signerFlags,
    ...sendFlags,
    proposal: Flags.string({ summary: 'File of the proposal.', helpValue: 'FILE' }),
    out: Flags.string({
      summary: 'New file for the proposal as the chain has it.',
      exclusive: ['proposal'],
      helpValue: 'FILE',
    }),
  }

  async run() {
    const { args, flags } = await this.parse(MultisigConfirm)
    const session = this.session(flags)
    const tools = await multisigTools(session, { ...flags, ...args })
    const request = { ...flags, ...args, dryRun: isPlanning(flags) }
    const confirmed = await confirmByDigest(tools, () => session.sendingTools(), request)
    return this.presentPlan(confirmedView(confirmed), confirmed.plan, flags['plan-out'])
  }
}
