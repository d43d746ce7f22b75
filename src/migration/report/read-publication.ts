import type { Chain } from '../../chain/chain.ts'
import { knownBlock } from '../../chain/rpc/blocks.ts'
import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { checksumAddress } from '../../primitives/address.ts'
import { auditBuilt } from '../audit.ts'
import type { AuditResult } from '../audit-result.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { DEPLOYMENT, type DistributorDeployment } from '../distributor/deployment.ts'
import { readPaymentHistory } from '../distributor/payment-history.ts'
import type { PaymentTransaction } from '../payment-transaction.ts'
import { receiptsOfLines } from '../payout-book/payout-account.ts'
import type { PayoutBookHeader, PayoutLine } from '../payout-book/payout-book.ts'
import { findPayoutBook, readPayoutLines } from '../payout-book/payout-book-file.ts'
import type { AllocationTable } from '../tree/allocation-table.ts'
import type { CheckedBuild } from './read-build.ts'
import type { FailedLeaf, ReportedBlock, ReportedPayments, ReportedPublication } from './report.ts'

/** Maximum of rows on the page; the sums below them are of all. */
const MAX_TRANSACTIONS = 500

/**
 * Audits the publication, and reads which transaction paid which leaves. Null if nothing is
 * published, which asks no network.
 * @throws as `audit` does.
 */
export async function readPublication(
  campaign: Campaign,
  { built, recomputed }: CheckedBuild,
  connect: () => Promise<ReadingTools>,
): Promise<ReportedPublication | null> {
  const files = campaignFiles(campaign)
  const isByBook = campaign.target.mode === 'transfers'
  const payer = isByBook
    ? await findPayoutBook(files.payoutBook)
    : await DEPLOYMENT.find(files.deploymentJson)
  if (payer === undefined) return null
  const tools = await connect()
  // The hash of a mined transfer of the book proves its signature.
  const options = { full: !isByBook }
  const audited = await auditBuilt(campaign, built, async () => recomputed, tools, options)
  const { allocations } = built
  return {
    payer,
    audit: audited,
    block: await readBlock(tools.chain, audited.blockHeight),
    payments:
      'distributor' in payer
        ? await distributorPayments(tools.chain, payer, audited, allocations)
        : await bookPayments(tools.chain, files.payoutBook, payer, audited, allocations),
  }
}

async function readBlock({ rpc }: Chain, height: number): Promise<ReportedBlock> {
  const { hash, timestampSeconds } = await rpc.ask(knownBlock(height))
  return { height, hash, timestampSeconds }
}

async function distributorPayments(
  chain: Chain,
  { distributor, blockNumber }: DistributorDeployment,
  { checks, blockHeight }: AuditResult,
  allocations: AllocationTable,
): Promise<ReportedPayments | null> {
  if (checks.some(({ name, ok }) => name === 'code' && !ok)) return null
  const { failed, ...history } = await readPaymentHistory(
    chain,
    distributor,
    allocations.length,
    { from: Math.min(blockNumber, blockHeight), to: blockHeight },
    MAX_TRANSACTIONS,
  )
  return { ...history, failed: failed.map((index) => failedLeaf(allocations, index)) }
}

/** Each transfer is a transaction; the audit has counted them. */
async function bookPayments(
  chain: Chain,
  file: string,
  header: PayoutBookHeader,
  { paid, paidBaseUnits, failed }: AuditResult,
  allocations: AllocationTable,
): Promise<ReportedPayments> {
  const transactions: PaymentTransaction[] = []
  const lines = first(readPayoutLines(file, header, allocations), MAX_TRANSACTIONS)
  for await (const { line, receipt } of receiptsOfLines(chain, lines)) {
    if (receipt === null || !receipt.succeeded) continue
    transactions.push({
      kind: 'transfer',
      hash: line.hash,
      blockHeight: receipt.blockNumber,
      firstIndex: line.index,
      lastIndex: line.index,
      accounts: 1,
      baseUnits: allocations.amountBaseUnits(line.index),
    })
  }
  return {
    transactions,
    transactionCount: paid,
    paid,
    paidBaseUnits,
    failed: failed.map(({ index }) => failedLeaf(allocations, index)),
  }
}

async function* first(lines: AsyncIterable<PayoutLine>, count: number): AsyncGenerator<PayoutLine> {
  let taken = 0
  for await (const line of lines) {
    if (taken++ === count) return
    yield line
  }
}

function failedLeaf(allocations: AllocationTable, index: number): FailedLeaf {
  const account = checksumAddress(allocations.account(index))
  return { index, account, baseUnits: allocations.amountBaseUnits(index) }
}
