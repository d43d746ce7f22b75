// A publication in a plan file can be carried out by whoever has it, signed perhaps, on any
// machine; one in a proposal file by whoever collects its signatures. Until its nonces are used by
// something else, no other publication of the campaign may be sent: each of them would be funded.

import type { Chain } from '../../chain/chain.ts'
import { isRpcError } from '../../chain/chain-errors.ts'
import { revertData } from '../../chain/decode/decode-revert.ts'
import type { Plan } from '../../chain/plan/plan.ts'
import { nonceAt } from '../../chain/rpc/accounts.ts'
import { callAt } from '../../chain/rpc/calls.ts'
import { freeNonces } from '../../chain/transactions/nonces.ts'
import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { contractAddress } from '../../primitives/contract-address.ts'
import { type DistributorTerms, distributorInterface } from '../distributor/distributor.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { findJournalRow, publicationKey } from './intents.ts'
import {
  otherChain,
  publicationBegun,
  publicationPlanned,
  publicationProposed,
  publicationSent,
} from './publication-errors.ts'
import type { PublicationPlan } from './publishing.ts'
import { PUBLISHING } from './record.ts'

/** The record of a plan whose first transaction deploys the distributor. */
export function publicationPlan(
  { root }: Pick<DistributorTerms, 'root'>,
  { chainId, from, transactions }: Plan,
): PublicationPlan {
  const firstNonce = transactions[0]?.nonce as number
  return { root, chainId: Number(chainId), from, firstNonce, transactions: transactions.length }
}

/**
 * Makes sure that a publication would be the only possible one: an earlier plan can no longer be
 * sent, or has the same nonce.
 * @param file `publishing.json`.
 * @param terms of this one, of which nothing is sent.
 * @param nonce that would deploy; where it is not planned, the next one.
 * @returns the earlier plan, if it can still happen instead.
 * @throws PUBLICATION_PLANNED, PUBLICATION_PROPOSED, PUBLICATION_BEGUN, PUBLICATION_SENT;
 *   DEPLOYMENT_OTHER_CHAIN
 */
export async function assertOnlyPublication(
  file: string,
  terms: Pick<DistributorTerms, 'root'>,
  { chain, journal, sender }: Pick<PaymentTools, 'chain' | 'journal' | 'sender'>,
  nonce?: number,
): Promise<PublicationPlan | undefined> {
  const { plan, proposal, campaign: digest } = (await PUBLISHING.find(file)) ?? {}
  if (proposal) throw publicationProposed(file, proposal)
  if (digest !== undefined) {
    const idempotencyKey = publicationKey({ digest }, terms)
    if (await findJournalRow({ idempotencyKey }, { chain, journal })) throw publicationBegun(file)
  }
  if (plan === undefined) return undefined
  const used = await noncesUsed(plan, { chain })
  if (used > plan.firstNonce) return undefined
  const [next] = await freeNonces(chain, journal, sender, 1)
  if (plan.from === sender && plan.firstNonce === (nonce ?? next)) return plan
  throw publicationPlanned(file, plan)
}

/**
 * The same for a publication without a nonce of the sender (a proposal of a multisig, or a payout
 * book): no key has begun one, and no multisig has a proposal for another distributor.
 * @param file `publishing.json`.
 * @param distributor address that a proposal deploys to, at most once; null for a payout book.
 * @throws PUBLICATION_PLANNED, PUBLICATION_PROPOSED, PUBLICATION_BEGUN, PUBLICATION_SENT;
 * DEPLOYMENT_OTHER_CHAIN
 */
export async function assertNoneElse(
  file: string,
  distributor: string | null,
  { chain, sender }: Pick<PaymentTools, 'chain' | 'sender'>,
): Promise<void> {
  const publishing = await PUBLISHING.find(file)
  if (!publishing) return
  const { plan, proposal } = publishing
  if (proposal) {
    const isSame =
      proposal.distributor === distributor &&
      proposal.multisig === sender &&
      BigInt(proposal.chainId) === chain.chainId
    if (!isSame) throw publicationProposed(file, proposal)
  } else if (plan === undefined) {
    throw publicationBegun(file)
  } else if ((await noncesUsed(plan, { chain })) <= plan.firstNonce) {
    throw publicationPlanned(file, plan)
  }
}

/**
 * How many nonces the planned account has used.
 * @throws PUBLICATION_SENT if the plan is carried out; DEPLOYMENT_OTHER_CHAIN
 */
export async function noncesUsed(
  { chainId, from, firstNonce, root }: PublicationPlan,
  { chain }: Pick<ReadingTools, 'chain'>,
): Promise<number> {
  if (BigInt(chainId) !== chain.chainId) throw otherChain('plan', BigInt(chainId), chain.chainId)
  const used = await chain.rpc.ask(nonceAt(from, 'latest'))
  if (used <= firstNonce) return used
  const distributor = contractAddress(from, firstNonce)
  if ((await rootAt(distributor, chain)) === root) throw publicationSent(distributor, from)
  return used
}

/** Undefined if there is no distributor, because something else has used the nonce. */
async function rootAt(address: string, { rpc }: Chain): Promise<string | undefined> {
  const call = { to: address, data: distributorInterface.encodeFunctionData('root') }
  return rpc.ask(callAt(call, 'latest')).catch((error: unknown) => {
    if (isRpcError(error) && revertData(error) !== null) return undefined
    throw error
  })
}
