import { Flags } from '@oclif/core'
import { CampaignCommand } from '../../cli/campaign-command.ts'
import { campaignFlags } from '../../cli/campaign-flags.ts'
import { isPlanning } from '../../cli/flags.ts'
import { paymentFlags, payoutKeyFlag } from '../../cli/payment-flags.ts'
import { bookTools, onTargetNetwork, paymentTools, payoutSigner } from '../../cli/payment-tools.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { abandonPublication } from '../../migration/distributor/abandon-publication.ts'
import { signBookOffline } from '../../migration/payout-book/sign-book-offline.ts'
import { publish } from '../../migration/publish.ts'
import { abandonmentView, publicationView, signedBookView } from '../../migration/publish-view.ts'

export default class MigratePublish extends CampaignCommand {
  static override summary = 'Put what was built on the chain, and fund it exactly.'
  static override description =
    `Deploys the distributor with the total, reads everything back and writes out/deployment.json.

What --plan-out has planned may be sent by whoever has it, so the allocation stays as it is until that has happened, or --abandon has used its nonces for nothing.

In mode transfers it signs the payout book instead, out/payout-book.ndjson: every payment as a transaction of a one-time account, whose key is used for nothing else, ever. Then it sends that account what the book costs. The price of gas is fixed in the book: with a low --max-fee it waits until the chain is that cheap.`
  static override examples = [
    {
      description: 'Publish the campaign in the folder cmt with the key "ops":',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --key ops',
    },
    {
      description: 'Plan it for review, and for a key that is elsewhere:',
      command:
        '<%= config.bin %> <%= command.id %> -c cmt --from 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --plan-out publish.json',
    },
    {
      description: 'Give that plan up, so that the campaign can be built anew:',
      command: '<%= config.bin %> <%= command.id %> -c cmt --abandon --key ops',
    },
    {
      description: 'Sign a payout book on a machine without network:',
      command: '<%= config.bin %> <%= command.id %> -c cmt --sign-only --max-fee 20',
    },
  ]
  static override flags = {
    ...campaignFlags,
    ...paymentFlags,
    ...payoutKeyFlag,
    'sign-only': Flags.boolean({
      summary: 'Only sign the payout book (mode transfers). Uses no network.',
      exclusive: ['dry-run', 'plan-out'],
    }),
    abandon: Flags.boolean({
      summary: 'Publish nothing: make what --plan-out has planned impossible to send.',
      exclusive: ['sign-only', 'payout-key'],
    }),
  }

  async run() {
    const { flags } = await this.parse(MigratePublish)
    const campaign = await this.readCampaign(flags.campaign)
    const session = this.session(onTargetNetwork(flags, campaign))
    const key = flags['payout-key']
    if (flags['sign-only']) {
      const tools = await bookTools(session, campaign, key)
      const sign = () => signBookOffline(campaign, tools)
      return this.present(signedBookView(await withCampaignLock(campaign, sign)))
    }
    const tools = await paymentTools(session, campaign)
    if (flags.abandon) {
      const abandon = () => abandonPublication(campaign, tools, { dryRun: isPlanning(flags) })
      const abandoned = await withCampaignLock(campaign, abandon)
      return this.presentPlan(abandonmentView(abandoned), abandoned.plan, flags['plan-out'])
    }
    const options = {
      dryRun: isPlanning(flags),
      withPlan: flags['plan-out'] !== undefined,
      payoutSigner: () => payoutSigner(session, campaign, key),
    }
    const published = await withCampaignLock(campaign, () => publish(campaign, tools, options))
    const view = publicationView(published, tools.unit)
    return this.presentPlan(view, published.plan, flags['plan-out'])
  }
}
