// Publishes a campaign in mode transfers: signs the payout book with the one-time
// key, then funds its account with the exact cost of the book. Signing needs no chain.

import type { Chain } from '../../chain/chain.ts'
import { quoteFee, readConditions } from '../../chain/transactions/fees.ts'
import type { FeeQuote, Intent } from '../../chain/transactions/intent.ts'
import { sendInOrder } from '../../chain/transactions/send-once.ts'
import type { Agreement } from '../../chain/transactions/tools.ts'
import type { Signer } from '../../keystore/signer.ts'
import { formatAmount } from '../../primitives/amount.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { assertSameCampaign } from '../distributor/deployment.ts'
import type { PaymentTools } from '../payment-tools.ts'
import { otherChain, totalOutOfRange } from '../publication/publication-errors.ts'
import type { Publication } from '../publication/terms.ts'
import type { AllocationFile } from '../tree/allocation-file.ts'
import {
  assertPlainRecipients,
  assertUnused,
  readPayoutAccount,
  receiptsOfLines,
} from './payout-account.ts'
import {
  bookCostWei,
  type PayoutBookHeader,
  transferOf,
  transfersOf,
  transferTerms,
} from './payout-book.ts'
import {
  modeWithoutToken,
  payoutAccountUsed,
  payoutBookOfOtherCampaign,
  payoutBookUnsigned,
  payoutKeyFunds,
} from './payout-book-errors.ts'
import { findPayoutBook, readPayoutLines, writePayoutBook } from './payout-book-file.ts'

const MAX_TOTAL = (1n << 256n) - 1n

export interface BookOptions {
  readonly dryRun?: boolean | undefined
  /** The plan is to be carried out later, perhaps elsewhere; only with `dryRun`. */
  readonly withPlan?: boolean | undefined
  /** The one-time key; asked for only when there is no book yet. */
  readonly payoutSigner: () => Promise<Signer>
}

export async function publishPayoutBook(
  campaign: Campaign,
  built: BuiltAllocation,
  tools: PaymentTools,
  { dryRun, withPlan, payoutSigner }: BookOptions,
): Promise<Publication> {
  const file = campaignFiles(campaign).payoutBook
  const found = await findPayoutBook(file)
  if (withPlan && !found) throw payoutBookUnsigned(file)
  const header = found ?? (await freshHeader(campaign, built, tools, await payoutSigner()))
  assertBook(file, header, campaign, built, tools.chain.chainId)
  const used = await assertExplained(file, header, built, tools.chain)
  if (found && used === 0) await assertPlainRecipients(tools.chain, built.allocations)
  const needed = await missingWei(header, built, tools)
  const isDone = found !== undefined && needed === 0n
  if (dryRun) {
    const intents = needed > 0n ? [fundingIntent(header, needed)] : []
    const planned = isDone ? {} : { plan: await tools.transactions.plan(intents) }
    return { ...publication(header, built, needed, [], isDone), ...planned }
  }

  if (!found || needed > 0n) await tools.agree(agreement(campaign, header, needed, tools))
  if (!found) await signBook(file, header, built, await payoutSigner())
  for await (const _ of readPayoutLines(file, header, built.allocations)) {
    // Every line is read back from disk and checked before the account is funded.
  }
  const funding = needed > 0n ? [fundingIntent(header, needed)] : []
  const hashes = (await sendInOrder(tools.transactions, funding)).map(({ hash }) => hash)
  return publication(header, built, needed, hashes, isDone)
}

/** Signs the book into its file, offline. The operator sets the prices. */
export async function signPayoutBook(
  campaign: Campaign,
  built: BuiltAllocation,
  { chainId, fee, signer }: { chainId: bigint; fee: FeeQuote; signer: Signer },
): Promise<PayoutBookHeader> {
  const file = campaignFiles(campaign).payoutBook
  const found = await findPayoutBook(file)
  const header = found ?? headerOf(campaign, built, chainId, fee, signer.address)
  assertBook(file, header, campaign, built, chainId)
  if (!found) await signBook(file, header, built, signer)
  return header
}

function signBook(
  file: string,
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  signer: Signer,
): Promise<string> {
  const transfers = transfersOf(allocations, header.firstNonce)
  return writePayoutBook(file, header, signer.signTransfers(transferTerms(header), transfers))
}

async function freshHeader(
  campaign: Campaign,
  built: BuiltAllocation,
  { chain, sender, policy }: PaymentTools,
  signer: Signer,
): Promise<PayoutBookHeader> {
  if (signer.address === sender) throw payoutKeyFunds(signer.name)
  await assertUnused(chain, signer.address)
  await assertPlainRecipients(chain, built.allocations)
  const conditions = await readConditions(chain, sender)
  const fee = quoteFee(conditions, chain.network.eip1559, policy)
  return headerOf(campaign, built, chain.chainId, fee, signer.address)
}

function headerOf(
  campaign: Campaign,
  { digest, totalBaseUnits, allocations }: BuiltAllocation,
  chainId: bigint,
  { type, maxFeeWei, priorityFeeWei }: FeeQuote,
  account: string,
): PayoutBookHeader {
  if (campaign.target.asset !== 'native') throw modeWithoutToken('transfers')
  if (totalBaseUnits === 0n) throw totalOutOfRange(totalBaseUnits, MAX_TOTAL)
  return {
    ...{ campaign: campaign.digest, allocation: digest, chainId, account },
    ...{ firstNonce: 0, transfers: allocations.length, totalBaseUnits },
    ...{ transactionType: type, maxFeeWei, priorityFeeWei },
  }
}

/** @throws DEPLOYMENT_FOREIGN, DEPLOYMENT_OTHER_CHAIN, PAYOUT_BOOK_FOREIGN */
export function assertBook(
  file: string,
  header: PayoutBookHeader,
  campaign: Campaign,
  { digest, totalBaseUnits, allocations }: AllocationFile,
  chainId: bigint,
): void {
  assertSameCampaign(file, header, campaign, digest)
  if (header.chainId !== chainId) throw otherChain('payout book', header.chainId, chainId)
  if (header.transfers !== allocations.length || header.totalBaseUnits !== totalBaseUnits) {
    throw payoutBookOfOtherCampaign('it has another number or sum of transfers')
  }
}

/**
 * The account must have sent transfers of the book only. One check suffices: nonces are used in
 * order, so if the last used one is a transfer of the book, the key signed it after all before.
 * @throws PAYOUT_ACCOUNT_USED, PAYOUT_ACCOUNT_HAS_CODE
 */
export async function assertExplained(
  file: string,
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  chain: Chain,
): Promise<number> {
  const { nonce } = await readPayoutAccount(chain, header.account)
  const used = Math.min(nonce - header.firstNonce, header.transfers)
  if (used < 0) throw payoutBookOfOtherCampaign(`it starts with nonce ${header.firstNonce}`)
  if (used === 0) return 0
  for await (const line of readPayoutLines(file, header, allocations, used - 1)) {
    for await (const { receipt } of receiptsOfLines(chain, [line])) {
      if (!receipt) throw payoutAccountUsed(header.account, nonce)
    }
    break
  }
  return used
}

/** Wei that the account lacks for the unmined part of the book. */
async function missingWei(
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  { chain }: PaymentTools,
): Promise<bigint> {
  const { nonce, balanceWei } = await readPayoutAccount(chain, header.account)
  const needed = costFrom(header, allocations, nonce - header.firstNonce)
  return needed > balanceWei ? needed - balanceWei : 0n
}

/** Maximum cost of the transfers from leaf `first` on, in wei. */
export function costFrom(
  header: PayoutBookHeader,
  allocations: BuiltAllocation['allocations'],
  first: number,
): bigint {
  const transfers = Math.max(0, header.transfers - first)
  let totalBaseUnits = 0n
  for (let index = first; index < header.transfers; index++) {
    totalBaseUnits += transferOf(allocations, index, 0).valueWei
  }
  return bookCostWei({ ...header, transfers, totalBaseUnits })
}

function agreement(
  campaign: Campaign,
  header: PayoutBookHeader,
  needed: bigint,
  { chain: { network }, sender }: PaymentTools,
): Agreement {
  const inCoin = (wei: bigint) => formatAmount(wei, 18, network.symbol)
  return {
    facts: [
      ['publish', `campaign ${campaign.name} on ${network.name} (chain id ${network.chainId})`],
      ['pays', `${inCoin(header.totalBaseUnits)} in ${header.transfers} transfers`],
      ['from', header.account],
      ['fees at most', inCoin(bookCostWei(header) - header.totalBaseUnits)],
      ['funded with', `${inCoin(needed)} from ${sender}`],
    ],
    question: 'Sign the payout book and fund its account?',
  }
}

/**
 * The amount is in the key: a run that died after the signature finds it, one that was paid does
 * not ask.
 */
function fundingIntent({ account, campaign }: PayoutBookHeader, valueWei: bigint): Intent {
  return {
    description: `fund the payout account ${account}`,
    idempotencyKey: `migrate fund ${account} ${campaign} ${valueWei}`,
    to: account,
    data: '0x',
    valueWei,
  }
}

function publication(
  header: PayoutBookHeader,
  { tree, digest }: BuiltAllocation,
  fundedBaseUnits: bigint,
  transactionHashes: readonly string[],
  alreadyDone: boolean,
): Publication {
  return {
    distributor: null,
    payoutAccount: header.account,
    root: tree.root,
    allocation: digest,
    leaves: header.transfers,
    fundedBaseUnits,
    transactionHashes,
    alreadyDone,
  }
}
