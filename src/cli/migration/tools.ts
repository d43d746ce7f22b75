import type { Signer } from '../../keystore/signer.ts'
import type { Campaign } from '../../migration/campaign/campaign.ts'
import type { AskingTools, PaymentTools } from '../../migration/payment-tools.ts'
import { payoutUnit } from '../../migration/payout-unit.ts'
import type { SendFlags, SendSession } from '../frame/send-session.ts'
import { type ProposalChoice, toolsOf } from '../multisig/proposal-flags.ts'

/**
 * The flags of a step that pays: the campaign names the network, and `--network` overrides it for a
 * rehearsal elsewhere.
 */
export function onTargetNetwork(flags: SendFlags, { target }: Campaign): SendFlags {
  return { ...flags, network: flags.network ?? target.network }
}

/** For steps that need no key. */
export async function askingTools(session: SendSession, campaign: Campaign): Promise<AskingTools> {
  const chain = await session.chain()
  return {
    chain,
    unit: await payoutUnit(campaign, chain.network),
    policy: await session.policy(),
    story: session.story,
    agree: (agreement) => session.agree(agreement),
  }
}

/** For steps that sign, or that a multisig executes. */
export async function paymentTools(
  session: SendSession,
  campaign: Campaign,
  choice: Pick<ProposalChoice, 'multisig'> = {},
): Promise<PaymentTools> {
  const tools = await toolsOf(session, choice)
  return { ...tools, unit: await payoutUnit(campaign, tools.chain.network) }
}

/** The one-time key of a campaign's payout book, opened at its first signature. */
export async function payoutSigner(
  session: SendSession,
  { name }: Pick<Campaign, 'name'>,
  key = `payout-${name}`,
): Promise<Signer> {
  return (await session.keyring()).signer(key)
}

/** For signing a payout book offline, with the stored profile of the network. */
export async function bookTools(session: SendSession, campaign: Campaign, key: string | undefined) {
  const { networkNamed } = await import('../../chain/networks/networks.ts')
  return {
    network: await networkNamed(session.home, (await session.settings()).network),
    policy: await session.policy(),
    signer: await payoutSigner(session, campaign, key),
  }
}
