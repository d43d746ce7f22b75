import { planJson } from '../chain/plan.ts'
import { planText } from '../chain/view.ts'
import { textFacts } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import { countText } from './amount-text.ts'
import type { Publication } from './publish-distributor.ts'

export function publicationView(publication: Publication): View {
  const { distributor, payoutAccount, root, leaves, fundedBaseUnits, transactionHashes } =
    publication
  const { alreadyDone, plans } = publication
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
      ...(plans && { planned: true, plans: plans.map(planJson) }),
    },
    text: [
      headline(publication),
      ...(plans ?? []).map(planText),
      textFacts([
        ['pays from', payer],
        ['root', root],
        ['to', countText(leaves, 'account', 'accounts')],
        ['funded', `${fundedBaseUnits} base units`],
        ...transactionHashes.map((hash) => ['transaction', hash] as const),
      ]),
    ].join('\n'),
  }
}

function headline({ plans, alreadyDone, payoutAccount }: Publication): string {
  if (plans) return 'Planned, and nothing was sent:'
  const what = payoutAccount === undefined ? 'The distributor' : 'The payout book'
  return `${what} is ${alreadyDone ? 'published already' : 'published'}.`
}
