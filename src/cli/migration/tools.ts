import type { Signer } from '../../keystore/signer.ts'
import { payoutUnit } from '../../migration/amount-unit.ts'
import type { Campaign } from '../../migration/campaign/campaign.ts'
import type { AskingTools, PaymentTools } from '../../migration/payment-tools.ts'
import type { Session, SessionFlags } from '../frame/session.ts'

/**
 * The flags of a step that pays: the campaign says on which network, and `--network` overrules it
 * for a rehearsal elsewhere.
 */
export function onTargetNetwork(flags: SessionFlags, { target }: Campaign): SessionFlags {
  return { ...flags, network: flags.network ?? target.network }
}

/** For steps that need no key. */
export async function askingTools(session: Session, campaign: Campaign): Promise<AskingTools> {
  const chain = await session.chain()
  return {
    chain,
    unit: await payoutUnit(campaign, chain.network),
    policy: await session.policy(),
    story: session.story,
    prompts: session.prompts,
  }
}

/** For steps that sign. */
export async function paymentTools(session: Session, campaign: Campaign): Promise<PaymentTools> {
  return {
    ...(await askingTools(session, campaign)),
    transactions: await session.transactions(),
    journal: await session.journal(),
    sender: await session.sender(),
  }
}

/** The one-time key of a campaign's payout book, opened at its first signature. */
export async function payoutSigner(
  session: Session,
  { name }: Pick<Campaign, 'name'>,
  key = `payout-${name}`,
): Promise<Signer> {
  return (await session.keyring()).signer(key)
}

/** For signing a payout book without a network: only what is known of it is looked up. */
export async function bookTools(session: Session, campaign: Campaign, key: string | undefined) {
  const { networkNamed } = await import('../../chain/networks/networks.ts')
  return {
    network: await networkNamed(session.home, (await session.settings()).network),
    policy: await session.policy(),
    signer: await payoutSigner(session, campaign, key),
  }
}
