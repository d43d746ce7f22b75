import { countText } from '../../../primitives/amount-text.ts'
import { type Html, type HtmlPart, html } from '../../../primitives/html.ts'
import { countOf, shareOf, shortAmount } from '../figures.ts'
import type { CampaignReport } from '../report.ts'

interface Verdict {
  readonly kind: 'good' | 'bad' | 'open'
  readonly sign: string
  readonly text: string
}

/** The name, the status in a sentence, and four figures. */
export function summary(report: CampaignReport): Html {
  const { kind, sign, text } = verdictOf(report)
  return html`<header>
<p class="kicker">Migration report</p>
<h1>${report.campaign.name}</h1>
<p class="verdict ${kind}"><span aria-hidden="true">${sign}</span><span>${text}</span></p>
<dl class="tiles">${tilesOf(report).map(tile)}</dl>
</header>`
}

function verdictOf({ build, publication }: CampaignReport): Verdict {
  if (build === null) return open('The snapshot is taken; nothing is allocated yet.')
  if (publication === null) return open('The allocation is built; nothing is published yet.')
  const { checks, ok, paid, unpaid } = publication.audit
  const failing = checks.filter((check) => !check.ok).length
  if (!ok) {
    const text = `The audit finds ${failing === 1 ? 'a difference' : `${failing} differences`}.`
    return { kind: 'bad', sign: '✗', text }
  }
  const held = `all ${checks.length} checks of the audit hold`
  if (unpaid === 0) return { kind: 'good', sign: '✓', text: `Every account is paid; ${held}.` }
  const text = `${countOf(paid)} of ${countOf(paid + unpaid)} accounts are paid; ${held}.`
  return { kind: 'good', sign: '✓', text }
}

function open(text: string): Verdict {
  return { kind: 'open', sign: '…', text }
}

interface Tile {
  readonly name: string
  readonly value: HtmlPart
  readonly note: HtmlPart
}

function accounts(count: number): string {
  return countText(count, 'account', 'accounts')
}

function tilesOf({ snapshot, distribution, build, publication }: CampaignReport): Tile[] {
  const { blockHeight, supplyBaseUnits } = snapshot
  const { curve, holders } = distribution
  const half =
    curve === null ? '' : countText(curve.holdersOfHalf, 'of them holds half', 'of them hold half')
  return [
    { name: 'Holders', value: countOf(holders), note: half },
    {
      name: 'Supply',
      value: shortAmount(supplyBaseUnits, snapshot),
      note: blockHeight === null ? 'in the file' : `at block ${countOf(blockHeight)}`,
    },
    build === null
      ? { name: 'Allocated', value: '–', note: 'not built' }
      : {
          name: 'Allocated',
          value: shortAmount(build.tree.totalBaseUnits, build.tree),
          note: `to ${accounts(build.tree.leaves)}`,
        },
    publication === null || build === null
      ? { name: 'Paid', value: '–', note: 'not published' }
      : {
          name: 'Paid',
          value: shareOf(publication.audit.paidBaseUnits, build.tree.totalBaseUnits),
          note: `to ${accounts(publication.audit.paid)}`,
        },
  ]
}

function tile({ name, value, note }: Tile): Html {
  return html`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`
}
