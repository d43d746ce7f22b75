import type { Agreement } from '../../chain/transactions/tools.ts'
import { checksumAddress } from '../../primitives/address.ts'
import { amountText } from '../../primitives/amount-text.ts'
import { systemClock } from '../../primitives/clock.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import type { DistributeOptions, Distribution } from '../distribution.ts'
import type { FailedPayout } from '../distributor/payout-failures.ts'
import type { AskingTools } from '../payment-tools.ts'
import { broadcastBook } from './broadcast-book.ts'
import { broadcastWindow } from './broadcast-window.ts'
import { readPayoutAccount, receiptsOfLines } from './payout-account.ts'
import type { PayoutBookHeader } from './payout-book.ts'
import { payoutAccountShort, payoutBookIsPlan, payoutsPending } from './payout-book-errors.ts'
import { readPayoutBookHeader, readPayoutLines } from './payout-book-file.ts'
import { assertBook, assertExplained, costFrom } from './publish-payout-book.ts'

const DEFAULT_TIMEOUT_MS = 300_000

/**
 * Broadcasts the rest of the payout book. Needs no key: the payments are signed, and everyone with
 * the book can do the same at the same time.
 */
export async function distributeTransfers(
  campaign: Campaign,
  built: BuiltAllocation,
  tools: AskingTools,
  options: DistributeOptions,
): Promise<Distribution> {
  const { chain } = tools
  const file = campaignFiles(campaign).payoutBook
  if (options.withPlan) throw payoutBookIsPlan(file)
  const header = await readPayoutBookHeader(file)
  assertBook(file, header, campaign, built, chain.chainId)
  const first = await assertExplained(file, header, built, chain)
  const { batchSize } = campaign.target
  const maxTransfers = (options.maxBatches ?? Number.POSITIVE_INFINITY) * batchSize
  const last = Math.min(header.transfers, first + maxTransfers)
  const due = dueIn(built, first, last)
  const before = { alreadyPaid: first, claimOnly: [], totalBaseUnits: header.totalBaseUnits }
  const batches = Math.ceil((last - first) / batchSize)
  if (options.dryRun || last === first) {
    const paid = { paid: last - first, paidBaseUnits: due, batches }
    const isPlanned = options.dryRun ?? false
    return { ...before, ...paid, failed: [], transactionHashes: [], gasUsed: 0n, isPlanned }
  }
  await assertFunded(header, built, first, tools)
  await tools.agree(agreement(campaign, header, due, last - first, tools))
  await broadcast(file, header, built, { first, last }, tools, options)
  const results = await collect(file, header, built, { first, last }, tools)
  return { ...before, ...results, batches, isPlanned: false }
}

interface Span {
  readonly first: number
  readonly last: number
}

function dueIn({ allocations }: BuiltAllocation, first: number, last: number): bigint {
  let baseUnits = 0n
  for (let index = first; index < last; index++) baseUnits += allocations.amountBaseUnits(index)
  return baseUnits
}

/** @throws PAYOUT_ACCOUNT_SHORT: a transfer without funds would block all after it. */
async function assertFunded(
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  first: number,
  { chain }: AskingTools,
): Promise<void> {
  const { balanceWei } = await readPayoutAccount(chain, header.account)
  const needed = costFrom(header, allocations, first)
  if (balanceWei < needed) throw payoutAccountShort(header.account, needed, balanceWei)
}

function agreement(
  { name }: Campaign,
  { account }: PayoutBookHeader,
  due: bigint,
  transfers: number,
  { chain: { network }, unit }: AskingTools,
): Agreement {
  return {
    facts: [
      ['distribute', `campaign ${name} on ${network.name} (chain id ${network.chainId})`],
      ['pays', amountText(due, unit)],
      ['in', `${transfers} signed transfers of ${account}`],
    ],
    question: 'Broadcast them?',
  }
}

async function broadcast(
  file: string,
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  { first, last }: Span,
  { chain, policy }: AskingTools,
  { inFlight, onProgress }: DistributeOptions,
): Promise<void> {
  const lines = until(readPayoutLines(file, header, allocations, first), last)
  await broadcastBook(chain, lines, {
    account: header.account,
    end: header.firstNonce + last,
    window: inFlight ?? (await broadcastWindow(chain)),
    confirmations: policy.confirmations ?? chain.network.confirmations,
    timeoutMs: policy.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    clock: systemClock,
    onProgress: (nonce) =>
      onProgress?.(`${nonce - header.firstNonce - first} of ${last - first} accounts`),
  })
}

/**
 * The outcome of the transfers. A failed one has used its nonce: its amount stays in the account.
 */
async function collect(
  file: string,
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  { first, last }: Span,
  { chain }: AskingTools,
) {
  const failed: FailedPayout[] = []
  const transactionHashes: string[] = []
  let [paid, paidBaseUnits, gasUsed] = [0, 0n, 0n]
  const lines = until(readPayoutLines(file, header, allocations, first), last)
  for await (const { line, receipt } of receiptsOfLines(chain, lines)) {
    if (!receipt) throw payoutsPending(header.account, first + paid, last)
    transactionHashes.push(line.hash)
    gasUsed += receipt.gasUsed
    if (receipt.succeeded) {
      paid++
      paidBaseUnits += allocations.amountBaseUnits(line.index)
    } else {
      failed.push(failedTransfer(line.index, allocations.account(line.index)))
    }
  }
  return { paid, paidBaseUnits, gasUsed, failed, transactionHashes }
}

/** Mined but failed: the recipient has code by now. */
export function failedTransfer(index: number, account: string): FailedPayout {
  const reason = 'the transfer failed: running the code there takes more than 21,000 gas'
  return { index, account: checksumAddress(account), reason }
}

async function* until<T extends { readonly index: number }>(
  lines: AsyncGenerator<T>,
  last: number,
): AsyncGenerator<T> {
  for await (const line of lines) {
    if (line.index >= last) return
    yield line
  }
}
