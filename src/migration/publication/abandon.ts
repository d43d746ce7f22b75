// Abandons a planned publication. Nobody can know that a plan will not be sent; but the chain shows
// that it cannot be sent, once every nonce of the plan is used by something else.

import { freeNonces } from '../../chain/transactions/nonces.ts'
import { sendInOrder } from '../../chain/transactions/send-once.ts'
import type { Agreement } from '../../chain/transactions/tools.ts'
import type { Intent, Plan } from '../../chain/transactions/transactions.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import {
  type DistributorState,
  fundedBaseUnits,
  readDistributor,
} from '../distributor/distributor.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { noncesUsed } from './by-plan.ts'
import {
  otherChain,
  planNotNext,
  planOfOtherAccount,
  publicationExecuted,
  publicationNotPlanned,
  publicationProposed,
} from './publication-errors.ts'
import type { PublicationPlan, PublicationProposal } from './publishing.ts'
import { endPublishing, PUBLISHING } from './record.ts'

/** A plan that can no longer be sent, or the plan that makes it so. */
export interface Abandonment {
  /** Transactions sent in its place; empty if its nonces were already used. */
  readonly transactionHashes: readonly string[]
  /** What would be sent, on a dry run. */
  readonly plan?: Plan
}

export interface AbandonOptions {
  readonly dryRun?: boolean | undefined
  /** Whether the multisig has used the nonce of the proposal, for this or something else. */
  readonly isSpent: (proposal: PublicationProposal) => Promise<boolean>
}

/**
 * Uses up the remaining nonces of a plan with empty transactions; then the campaign can be rebuilt.
 * Only the owners can use the nonce of a proposal: `multisig cancel`. The caller holds the
 * campaign's lock.
 * @throws PUBLICATION_NOT_PLANNED, PUBLICATION_PROPOSED, PUBLICATION_EXECUTED, PUBLICATION_SENT,
 *   PLAN_OF_OTHER_ACCOUNT, PLAN_NOT_NEXT, and as sending does.
 */
export async function abandonPublication(
  campaign: Campaign,
  tools: PaymentTools,
  { dryRun = false, isSpent }: AbandonOptions,
): Promise<Abandonment> {
  const { publishingJson } = campaignFiles(campaign)
  const { plan, proposal } = (await PUBLISHING.find(publishingJson)) ?? {}
  if (proposal) {
    await assertAbandoned(publishingJson, proposal, tools, isSpent)
    if (dryRun) return { transactionHashes: [], plan: await tools.transactions.plan([]) }
    await endPublishing(publishingJson)
    return { transactionHashes: [] }
  }
  if (plan === undefined) throw publicationNotPlanned(campaign.directory)
  const intents = await nothingInPlaceOf(plan, tools)
  if (dryRun) {
    return { transactionHashes: [], plan: await tools.transactions.plan(intents) }
  }
  if (intents.length > 0) await tools.agree(agreement(campaign, plan, intents.length, tools))
  const outcomes = await sendInOrder(tools.transactions, intents)
  // Another machine may have been faster.
  await noncesUsed(plan, tools)
  await endPublishing(publishingJson)
  return { transactionHashes: outcomes.map(({ hash }) => hash) }
}

/** @throws PUBLICATION_PROPOSED, PUBLICATION_EXECUTED; DEPLOYMENT_OTHER_CHAIN */
async function assertAbandoned(
  file: string,
  proposal: PublicationProposal,
  { chain }: PaymentTools,
  isSpent: AbandonOptions['isSpent'],
): Promise<void> {
  const { chainId, multisig, distributor } = proposal
  if (BigInt(chainId) !== chain.chainId) {
    throw otherChain('proposal', BigInt(chainId), chain.chainId)
  }
  if (!(await isSpent(proposal))) throw publicationProposed(file, proposal)
  const state = await readDistributor(chain, distributor)
  if (state && isExecuted(state)) throw publicationExecuted(distributor, multisig)
}

/**
 * Coin comes by the proposal all at once: less, from a stranger, says nothing. A token may take a
 * fee of what it moves, and after the deadline the rest may have gone on.
 */
function isExecuted(state: DistributorState): boolean {
  const { asset, totalBaseUnits, timestampSeconds, deadlineSeconds } = state
  const isWhole = asset === 'native' && timestampSeconds < deadlineSeconds
  return fundedBaseUnits(state) >= (isWhole ? totalBaseUnits : 1n)
}

/** One transaction for each nonce of the plan that is not used yet. */
async function nothingInPlaceOf(
  plan: PublicationPlan,
  { chain, journal, sender }: PaymentTools,
): Promise<Intent[]> {
  const { chainId, from, firstNonce, transactions } = plan
  const used = await noncesUsed(plan, { chain })
  const left = Math.max(0, firstNonce + transactions - used)
  if (left === 0) return []
  if (sender !== from) throw planOfOtherAccount(from, sender)
  const [next] = (await freeNonces(chain, journal, sender, 1)) as [number]
  if (next !== used || next < firstNonce) throw planNotNext(plan, used, next)
  return Array.from({ length: left }, (_, index) => ({
    description: `nothing, with nonce ${used + index}`,
    idempotencyKey: `migrate abandon ${chainId} ${from} ${used + index}`,
    to: from,
    data: '0x',
    valueWei: 0n,
  }))
}

function agreement(
  { name }: Campaign,
  { from, firstNonce }: PublicationPlan,
  count: number,
  { chain: { network } }: PaymentTools,
): Agreement {
  return {
    facts: [
      ['abandon', `the plan to publish campaign ${name} on ${network.name}`],
      ['from', from],
      ['nonce', String(firstNonce)],
      ['sends', `nothing, to itself, ${count === 1 ? 'once' : `${count} times`}`],
    ],
    question: 'Make it impossible to send?',
  }
}
