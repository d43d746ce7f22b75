import { planJson } from '../../chain/plan/plan-json.ts'
import { planText } from '../../chain/plan/plan-view.ts'
import { type AmountUnit, amountText, countText } from '../../primitives/amount-text.ts'
import { textFacts } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { SignedBook } from '../payout-book/sign-book-offline.ts'
import type { Abandonment } from './abandon.ts'
import type { Publication } from './terms.ts'

export function publicationView(publication: Publication, unit: AmountUnit): View {
  const { distributor, payoutAccount, root, leaves, fundedBaseUnits, transactionHashes } =
    publication
  const { alreadyDone, plan } = publication
  const payer = distributor ?? payoutAccount ?? 'a new contract'
  return {
    json: {
      distributor,
      ...(payoutAccount !== undefined && { payoutAccount }),
      root,
      leaves,
      fundedBaseUnits,
      transactionHashes,
      alreadyDone,
      ...(plan && { planned: true, plans: planJson(plan) }),
    },
    text: [
      headline(publication),
      ...(plan ? [planText(plan)] : []),
      textFacts([
        ['pays from', payer],
        ['root', root],
        ['to', countText(leaves, 'account', 'accounts')],
        ['funded', amountText(fundedBaseUnits, unit)],
        ...transactionHashes.map((hash) => ['transaction', hash] as const),
      ]),
    ].join('\n'),
  }
}

function headline({ plan, alreadyDone, payoutAccount }: Publication): string {
  if (plan) return 'Planned, and nothing was sent:'
  const what = payoutAccount === undefined ? 'The distributor' : 'The payout book'
  return `${what} is ${alreadyDone ? 'published already' : 'published'}.`
}

export function signedBookView({ file, payoutAccount, transfers, costWei }: SignedBook): View {
  return {
    json: { file, payoutAccount, transfers, costWei },
    text: [
      `Signed ${countText(transfers, 'transfer', 'transfers')}.`,
      textFacts([
        ['account', payoutAccount],
        ['needs', `${costWei} wei`],
        ['file', file],
      ]),
    ].join('\n'),
  }
}

export function abandonmentView({ transactionHashes, plan }: Abandonment): View {
  const headline = plan
    ? 'Planned, and nothing was sent:'
    : 'The plan can no longer be sent; the campaign can be built again.'
  return {
    json: {
      abandoned: plan === undefined,
      transactionHashes,
      ...(plan && { planned: true, plans: planJson(plan) }),
    },
    text: [
      headline,
      ...(plan ? [planText(plan)] : []),
      ...transactionHashes.map((hash) => textFacts([['transaction', hash]])),
    ].join('\n'),
  }
}
