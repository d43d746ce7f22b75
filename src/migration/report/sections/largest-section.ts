import { type HtmlPart, html } from '../../../primitives/html.ts'
import type { CampaignRules } from '../../campaign/campaign.ts'
import { accountHtml, countOf, exactAmount, named, shareOf } from '../figures.ts'
import type { CampaignReport, ReportedBuild } from '../report.ts'
import { table } from '../tables.ts'
import type { Section } from './section.ts'

/** The largest holders, and the outcome of their balances. */
export function largestSection({ distribution, snapshot, build }: CampaignReport): Section {
  const { largest, totalBaseUnits } = distribution
  let together = 0n
  const rows = largest.map(({ address, amount }, at): HtmlPart[] => {
    together += amount
    return [
      countOf(at + 1),
      accountHtml(address),
      exactAmount(amount, snapshot),
      shareOf(amount, totalBaseUnits),
      shareOf(together, totalBaseUnits),
      build === null ? '–' : fateOf(address, build),
    ]
  })
  return {
    id: 'largest',
    title: 'Largest holders',
    content: table({
      caption: `The ${countOf(rows.length)} largest of ${countOf(distribution.holders)} holders`,
      columns: [
        { title: '#', isNumber: true },
        { title: 'Account' },
        { title: 'Balance', isNumber: true },
        { title: 'Share', isNumber: true },
        { title: 'Together', isNumber: true },
        { title: 'Becomes' },
      ],
      rows,
      sum: [
        '',
        'Together',
        exactAmount(together, snapshot),
        shareOf(together, totalBaseUnits),
        '',
        '',
      ],
    }),
  }
}

function fateOf(address: string, { largestRuled, tree, bindings }: ReportedBuild): HtmlPart {
  const ruled = largestRuled.get(address)
  const account = bindings?.accounts.get(address)
  if (account === null) return 'not bound yet'
  if (ruled === undefined) return account === undefined ? 'an allocation' : accountHtml(account)
  if (ruled.outcome === 'dust') return 'dust'
  const because = html`<span class="quiet">${named(reasonOf(ruled.rule, tree.rules))}</span>`
  return [`${ruled.outcome}: `, because]
}

/** @param rule such as `exclude[0]` */
function reasonOf(rule: string, { exclude, redirect }: CampaignRules): string {
  const [list, at] = rule.replace(']', '').split('[')
  return (list === 'exclude' ? exclude : redirect)[Number(at)]?.reason ?? rule
}
