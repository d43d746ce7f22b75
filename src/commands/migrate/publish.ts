import { Flags } from '@oclif/core'
import { isPlanning } from '../../cli/frame/flags.ts'
import { CampaignCommand } from '../../cli/migration/campaign-command.ts'
import { campaignFlags } from '../../cli/migration/campaign-flags.ts'
import { paymentFlags, payoutKeyFlag } from '../../cli/migration/payment-flags.ts'
import { isSpent, proposePublication } from '../../cli/migration/publication-proposal.ts'
import {
  bookTools,
  onTargetNetwork,
  paymentTools,
  payoutSigner,
} from '../../cli/migration/tools.ts'
import { proposalFlags } from '../../cli/multisig/proposal-flags.ts'
import { withCampaignLock } from '../../migration/campaign/campaign-files.ts'
import { signBookOffline } from '../../migration/payout-book/sign-book-offline.ts'
import { abandonPublication } from '../../migration/publication/abandon.ts'
import {
  abandonmentView,
  publicationView,
  signedBookView,
} from '../../migration/publication/publication-view.ts'
import { publish } from '../../migration/publication/publish.ts'
import type { PublicationProposal } from '../../migration/publication/publishing.ts'

export default class MigratePublish extends CampaignCommand {
  static override summary = 'Publish what was built on the chain, and fund it exactly.'
  static override description =
    `Deploys the distributor and funds it with the total, reads everything back and writes out/deployment.json.

A multisig deploys and funds it in one proposal. After its execution, run the same command again: it reads everything back and writes out/deployment.json.

Whoever has a plan of --plan-out can send it, and a proposal can be executed. So the allocation cannot change until that has happened, or until --abandon (for a plan) or multisig cancel (for a proposal) has used up the nonces.

In mode transfers, signs the payout book out/payout-book.ndjson instead: every payment is a transaction of a one-time account, whose key signs nothing else, ever. Then funds that account with the cost of the book. The book fixes the gas price: with a low --max-fee its transfers wait until the chain is that cheap.`
  static override examples = [
    {
      description: 'Publish the campaign in the folder cmt with the key "ops":',
      command: '<%= config.bin %> <%= command.id %> --campaign cmt --key ops',
    },
    {
      description: 'Write a plan, for review or for a key on another machine:',
      command:
        '<%= config.bin %> <%= command.id %> -c cmt --from 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --plan-out publish.json',
    },
    {
      description: 'Abandon that plan, so that the campaign can be built again:',
      command: '<%= config.bin %> <%= command.id %> -c cmt --abandon --key ops',
    },
    {
      description: 'Let a multisig deploy and fund it:',
      command:
        '<%= config.bin %> <%= command.id %> -c cmt --multisig 0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9 --proposal publish.json',
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
    ...proposalFlags,
    'sign-only': Flags.boolean({
      summary: 'Only sign the payout book (mode transfers). Needs no network.',
      exclusive: ['dry-run', 'plan-out', 'proposal'],
    }),
    abandon: Flags.boolean({
      summary: 'Publish nothing: make the plan of --plan-out impossible to send.',
      exclusive: ['sign-only', 'payout-key', 'proposal'],
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
    if (flags.proposal !== undefined) {
      const propose = () => proposePublication(session, campaign, flags)
      return this.present(await withCampaignLock(campaign, propose))
    }
    const tools = await paymentTools(session, campaign)
    if (flags.abandon) {
      const options = {
        dryRun: isPlanning(flags),
        isSpent: (proposal: PublicationProposal) => isSpent(session, proposal),
      }
      const abandon = () => abandonPublication(campaign, tools, options)
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
