import { Flags } from '@oclif/core'
import { isPlanning } from '../../../cli/frame/flags.ts'
import { CampaignCommand } from '../../../cli/migration/campaign-command.ts'
import { paymentFlags } from '../../../cli/migration/payment-flags.ts'
import { onSide, swapFlags, swapTermsOf } from '../../../cli/swap/tools.ts'
import { campaignStep, suggestionText } from '../../../primitives/suggestion.ts'
import { lockTokens } from '../../../swap/lock-tokens.ts'
import { lockedView } from '../../../swap/lock-view.ts'

const { 'target-rpc-url': _target, attestations: _folder, ...sourceFlags } = swapFlags

export default class MigrateSwapLock extends CampaignCommand {
  static override summary = 'Lock tokens on the source chain, to be released on the target chain.'
  static override description =
    'Approves exactly the amount, unless it is already approved, and locks it. A repeated run shows the earlier lock and its state on the source chain (confirming, locked, refunded, retired). Another lock of the same amount for the same recipient needs its own --reference.'
  static override examples = [
    {
      description: 'Swap 1,000 CMT of the key "holder" for coin of the target chain:',
      command:
        '<%= config.bin %> <%= command.id %> --amount 1000 --to 0xfe9e8709d3215310075d67e3ed32a380ccf451c8 -c cmt -k holder',
    },
  ]
  static override flags = {
    ...sourceFlags,
    ...paymentFlags,
    amount: Flags.string({
      summary: 'Amount to lock, in units of the token.',
      required: true,
      helpValue: 'X',
    }),
    to: Flags.string({
      summary: 'Account to pay on the target chain.',
      required: true,
      helpValue: '0x…',
    }),
    reference: Flags.string({
      summary: 'Text that distinguishes this lock from an equal one.',
      helpValue: 'TEXT',
    }),
  }

  async run() {
    const { flags } = await this.parse(MigrateSwapLock)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onSide(flags, campaign, 'source'))
    const source = { terms: swapTermsOf(campaign), chain: await session.chain() }
    const locked = await lockTokens(source, await session.sendingTools(), {
      amount: flags.amount,
      recipient: flags.to,
      reference: flags.reference,
      dryRun: isPlanning(flags),
    })
    const status = suggestionText(campaignStep('swap status', locked.lockId ?? ''), flags.campaign)
    return this.presentPlan(lockedView(locked, status), locked.plan, flags['plan-out'])
  }
}
