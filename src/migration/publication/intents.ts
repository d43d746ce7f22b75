// The transactions that publish a campaign: they deploy the distributor and fund it.

import { transferToken } from '../../chain/erc20/intents.ts'
import type { JournalRow } from '../../chain/journal/journal-row.ts'
import type { Plan } from '../../chain/plan/plan.ts'
import type { Intent } from '../../chain/transactions/transactions.ts'
import { contractAddress } from '../../primitives/contract-address.ts'
import type { Campaign } from '../campaign/campaign.ts'
import {
  DISTRIBUTOR_ABI,
  type DistributorTerms,
  encodeDeployment,
} from '../distributor/distributor.ts'
import type { PaymentTools } from '../payment-tools.ts'

/** One publication for the terms of a campaign and its tree. */
export function publicationKey(
  { digest }: Pick<Campaign, 'digest'>,
  { root }: Pick<DistributorTerms, 'root'>,
): string {
  return `migrate publish ${digest} ${root}`
}

export function deploymentIntent(
  campaign: Pick<Campaign, 'name' | 'digest'>,
  terms: DistributorTerms,
): Intent {
  return {
    description: `publish the distributor of campaign ${campaign.name}`,
    idempotencyKey: publicationKey(campaign, terms),
    to: null,
    data: encodeDeployment(terms),
    valueWei: terms.asset === 'native' ? terms.totalBaseUnits : 0n,
    abi: DISTRIBUTOR_ABI,
  }
}

/** A token is sent after the deployment; native coin goes with it. */
export function fundingIntents(
  distributor: string,
  terms: DistributorTerms,
  sender: string,
): Intent[] {
  return terms.asset === 'native' ? [] : [fundingIntent(distributor, terms, sender)]
}

/** Sends a distributor what it owes or lacks. */
export function fundingIntent(
  distributor: string,
  { asset, totalBaseUnits }: Pick<DistributorTerms, 'asset' | 'totalBaseUnits'>,
  sender: string,
): Intent {
  const transfer =
    asset === 'native'
      ? { to: distributor, data: '0x', valueWei: totalBaseUnits, abi: DISTRIBUTOR_ABI }
      : transferToken(asset, distributor, totalBaseUnits)
  return {
    ...transfer,
    description: `fund the distributor ${distributor}`,
    idempotencyKey: `migrate fund ${distributor}`,
    effects: [
      { account: sender, asset, deltaBaseUnits: -totalBaseUnits },
      { account: distributor, asset, deltaBaseUnits: totalBaseUnits },
    ],
  }
}

/** The journal row of an intent, if any. */
export async function findJournalRow(
  { idempotencyKey }: Pick<Intent, 'idempotencyKey'>,
  { chain, journal }: Pick<PaymentTools, 'chain' | 'journal'>,
): Promise<JournalRow | undefined> {
  const holders = await journal.rowsByKey(Number(chain.chainId), [idempotencyKey])
  return holders.get(idempotencyKey)
}

/**
 * All that is left to send. The address of the distributor follows from the nonce that deploys it.
 */
export function planPublication(
  intent: Intent,
  terms: DistributorTerms,
  begun: JournalRow | undefined,
  { transactions, sender }: PaymentTools,
): Promise<Plan> {
  const deployed = begun?.contractAddress
  return transactions.plan((nonce) => {
    const distributor = deployed ?? contractAddress(sender, nonce)
    return [intent, ...fundingIntents(distributor, terms, sender)]
  })
}
