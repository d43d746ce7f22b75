import type { ReadingTools } from '../../chain/transactions/tools.ts'
import { signerOfTransfer } from '../../keystore/evm/bulk-transfers.ts'
import type { BuiltAllocation } from '../allocation/built-allocation.ts'
import { type AuditOptions, type AuditResult, auditResult } from '../audit-result.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { type Check, equal } from '../distributor/distributor-checks.ts'
import type { FailedPayout } from '../distributor/payout-failures.ts'
import { failedTransfer } from './distribute-transfers.ts'
import { readPayoutAccount, receiptsOfLines } from './payout-account.ts'
import { type PayoutBookHeader, type PayoutLine, transferOf, transferTerms } from './payout-book.ts'
import { payoutBookOfOtherCampaign } from './payout-book-errors.ts'
import { readPayoutBookHeader, readPayoutLines } from './payout-book-file.ts'
import { costFrom } from './publish-payout-book.ts'

/**
 * Audits by nonce: if nonce n is used, either the transaction with the hash of leaf n is on the
 * chain or another one is. The hash proves sender, recipient and amount.
 */
export async function auditTransfers(
  campaign: Campaign,
  built: BuiltAllocation,
  { chain }: ReadingTools,
  { full = false }: AuditOptions,
): Promise<AuditResult> {
  const file = campaignFiles(campaign).payoutBook
  const header = await readPayoutBookHeader(file)
  const { allocations } = built
  const { nonce, balanceWei, blockHeight } = await readPayoutAccount(chain, header.account)
  const used = Math.min(Math.max(0, nonce - header.firstNonce), header.transfers)
  const tally = new Tally(allocations)
  const lines = checkedSignatures(readPayoutLines(file, header, allocations), header, built, full)
  for await (const { line, receipt } of receiptsOfLines(chain, lines)) {
    tally.add(line.index, line.index < used, receipt?.succeeded ?? null)
  }
  const owed = used < header.transfers ? costFrom(header, allocations, used) : 0n
  return auditResult(
    {
      checks: [
        ...headerChecks(header, campaign, built, chain.chainId),
        equal('nonces used by anything else', 0, tally.unexpected),
        coverCheck(balanceWei, owed),
      ],
      paid: tally.paid,
      unpaid: allocations.length - tally.paid,
      paidBaseUnits: tally.paidBaseUnits,
      unpaidBaseUnits: tally.unpaidBaseUnits,
      remainderBaseUnits: balanceWei - tally.unpaidBaseUnits,
      blockHeight,
    },
    tally.failed,
  )
}

/** Sums over the leaves, by the state of their transfers on the chain. */
class Tally {
  paid = 0
  paidBaseUnits = 0n
  /** Of transfers not mined yet; the book no longer owes a failed one. */
  unpaidBaseUnits = 0n
  /** Nonces used by a transaction that is not in the book. */
  unexpected = 0
  readonly failed: FailedPayout[] = []

  readonly #allocations: BuiltAllocation['allocations']

  constructor(allocations: BuiltAllocation['allocations']) {
    this.#allocations = allocations
  }

  add(index: number, isUsed: boolean, succeeded: boolean | null): void {
    const amount = this.#allocations.amountBaseUnits(index)
    if (succeeded) {
      this.paid++
      this.paidBaseUnits += amount
    } else if (succeeded === false) {
      this.failed.push(failedTransfer(index, this.#allocations.account(index)))
    } else if (isUsed) {
      this.unexpected++
    } else {
      this.unpaidBaseUnits += amount
    }
  }
}

function headerChecks(
  header: PayoutBookHeader,
  campaign: Campaign,
  { digest, allocations, totalBaseUnits }: BuiltAllocation,
  chainId: bigint,
): Check[] {
  return [
    equal('campaign digest', campaign.digest, header.campaign),
    equal('allocation digest', digest, header.allocation),
    equal('chain id', header.chainId, chainId),
    equal('transfers', allocations.length, header.transfers),
    equal('total', totalBaseUnits, header.totalBaseUnits),
  ]
}

function coverCheck(balanceWei: bigint, owedWei: bigint): Check {
  const ok = balanceWei >= owedWei
  const detail = `${balanceWei} wei for the rest, which costs up to ${owedWei}`
  return { name: 'funding', ok, detail: ok ? detail : `only ${detail}` }
}

/**
 * Every signature takes a third of a millisecond: without `full` the ends of the book stand for it.
 */
async function* checkedSignatures(
  lines: AsyncIterable<PayoutLine>,
  header: PayoutBookHeader,
  { allocations }: BuiltAllocation,
  full: boolean,
): AsyncGenerator<PayoutLine> {
  const terms = transferTerms(header)
  for await (const line of lines) {
    if (full || line.index === 0 || line.index === header.transfers - 1) {
      const transfer = transferOf(allocations, line.index, header.firstNonce)
      const signer = await signerOfTransfer(terms, transfer, line.signature)
      if (signer !== header.account)
        throw payoutBookOfOtherCampaign(`transfer ${line.index} is signed by ${signer ?? 'nobody'}`)
    }
    yield line
  }
}
