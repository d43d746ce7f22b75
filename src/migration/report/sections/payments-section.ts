import { type Html, type HtmlPart, html } from '../../../primitives/html.ts'
import { formatInstant } from '../../../primitives/instant.ts'
import type { PaymentTransaction } from '../../payment-transaction.ts'
import { stackedBar, swatch } from '../charts.ts'
import { codeOf, countOf, exactAmount, percentToDraw, type Scale } from '../figures.ts'
import type {
  CampaignReport,
  ReportedBuild,
  ReportedPayments,
  ReportedPublication,
} from '../report.ts'
import { type FactRow, factList, type LedgerLine, ledger, table } from '../tables.ts'
import type { Section } from './section.ts'

/** The publication, the payments and their transactions. */
export function paymentsSection({ build, publication }: CampaignReport): Section {
  return {
    id: 'payments',
    title: 'Payments',
    content:
      build === null || publication === null
        ? html`<p>Nothing is published yet.</p>`
        : [
            factList(payerFacts(publication)),
            ...paidLedger(build, publication),
            publication.payments === null
              ? html`<p class="bad">The contract is not the distributor of this campaign, so its payments are not evidence.</p>`
              : transactions(publication.payments, build.tree),
          ],
  }
}

function payerFacts({ payer, block }: ReportedPublication): FactRow[] {
  const at: FactRow = [
    'As of block',
    [
      `${countOf(block.height)}, ${formatInstant(block.timestampSeconds)}`,
      html`<br>`,
      codeOf(block.hash),
    ],
  ]
  if ('distributor' in payer) {
    const hashes = payer.transactionHashes.map(
      (hash, index): FactRow => [index === 0 ? 'Deployed by' : 'Funded by', codeOf(hash)],
    )
    return [
      ['Chain id', payer.chainId],
      ['Distributor', codeOf(payer.distributor)],
      ['Code hash', codeOf(payer.codeHash)],
      ['Merkle root', codeOf(payer.root)],
      ['Published in block', countOf(payer.blockNumber)],
      ...hashes,
      ['Open until', formatInstant(payer.deadlineSeconds)],
      ['Remainder to', codeOf(payer.remainderTo)],
      ['Owner', codeOf(payer.owner)],
      at,
    ]
  }
  return [
    ['Chain id', payer.chainId],
    ['Payout account', codeOf(payer.account)],
    [
      'Nonces',
      `${countOf(payer.firstNonce)} to ${countOf(payer.firstNonce + payer.transfers - 1)}`,
    ],
    at,
  ]
}

/** Paid and unpaid add up to the allocation. */
function paidLedger({ tree }: ReportedBuild, publication: ReportedPublication): HtmlPart[] {
  const { audit, payments, payer } = publication
  const { paid, unpaid, paidBaseUnits, unpaidBaseUnits, remainderBaseUnits } = audit
  const isBook = !('distributor' in payer)
  const failed = isBook ? (payments?.failed ?? []) : []
  const failedBaseUnits = failed.reduce((sum, { baseUnits }) => sum + baseUnits, 0n)
  const isOver = !isBook && unpaid > 0 && unpaidBaseUnits === 0n
  const leftOver = isOver ? tree.totalBaseUnits - paidBaseUnits : 0n
  const lines: LedgerLine[] = [
    { name: [swatch(1), 'Paid'], accounts: paid, baseUnits: paidBaseUnits },
    isOver
      ? { name: [swatch(4), 'Not claimed by the deadline'], accounts: unpaid, baseUnits: leftOver }
      : {
          name: [swatch(4), 'Unpaid'],
          accounts: unpaid - failed.length,
          baseUnits: unpaidBaseUnits,
        },
    ...(failed.length === 0
      ? []
      : [
          {
            name: [swatch(2), 'Refused by the recipient'],
            accounts: failed.length,
            baseUnits: failedBaseUnits,
          },
        ]),
  ]
  const remainder = html`<p>${isOver ? 'Beyond what was paid' : 'Beyond what is owed'}, the payer had ${exactAmount(remainderBaseUnits, tree)} more.</p>`
  return [
    ledger({
      caption: 'Paid and unpaid allocations',
      chart: stackedBar('Paid', [
        { name: 'paid', percent: percentToDraw(paidBaseUnits, tree.totalBaseUnits), tone: 1 },
      ]),
      lines,
      sumName: 'Allocated',
      scale: tree,
      totalBaseUnits: tree.totalBaseUnits,
    }),
    remainderBaseUnits === 0n ? null : remainder,
  ]
}

const MAX_FAILED = 100

function transactions(payments: ReportedPayments, scale: Scale): Html[] {
  const { transactions: shown, transactionCount, paid, paidBaseUnits, failed } = payments
  if (transactionCount === 0) return [html`<p>Nobody is paid yet.</p>`]
  const rows = shown.map(({ hash, accounts, baseUnits, blockHeight, ...one }): HtmlPart[] => [
    codeOf(hash),
    leavesText(one),
    countOf(accounts),
    exactAmount(baseUnits, scale),
    countOf(blockHeight),
  ])
  const hidden = transactionCount - shown.length
  return [
    table({
      caption: `${countOf(transactionCount)} ${transactionCount === 1 ? 'transaction' : 'transactions'} that paid`,
      columns: [
        { title: 'Transaction' },
        { title: 'Leaves', isNumber: true },
        { title: 'Accounts', isNumber: true },
        { title: 'Amount', isNumber: true },
        { title: 'Block', isNumber: true },
      ],
      rows,
      sum: [
        hidden > 0 ? `All, with ${countOf(hidden)} more on the chain` : 'All',
        '',
        countOf(paid),
        exactAmount(paidBaseUnits, scale),
        '',
      ],
    }),
    ...(failed.length === 0 ? [] : [failedTable(failed, scale)]),
  ]
}

function leavesText({
  kind,
  firstIndex,
  lastIndex,
}: Pick<PaymentTransaction, 'kind' | 'firstIndex' | 'lastIndex'>): string {
  const claimed = kind === 'claim' ? 'claim of ' : ''
  const first = `${claimed}${countOf(firstIndex)}`
  return firstIndex === lastIndex ? first : `${first} – ${countOf(lastIndex)}`
}

function failedTable(failed: ReportedPayments['failed'], scale: Scale): Html {
  const hidden = failed.length - MAX_FAILED
  return table({
    caption: 'Tried and not paid: the recipient refused',
    columns: [
      { title: 'Leaf', isNumber: true },
      { title: 'Account' },
      { title: 'Amount', isNumber: true },
    ],
    rows: failed
      .slice(0, MAX_FAILED)
      .map(({ index, account, baseUnits }) => [
        countOf(index),
        codeOf(account),
        exactAmount(baseUnits, scale),
      ]),
    ...(hidden > 0 && { sum: ['', `and ${countOf(hidden)} more`, ''] }),
  })
}
