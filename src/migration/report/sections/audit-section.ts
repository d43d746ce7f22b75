import { type HtmlPart, html } from '../../../primitives/html.ts'
import type { CampaignReport, ReportedPublication } from '../report.ts'
import { table } from '../tables.ts'
import type { Section } from './section.ts'

/** What was held against the chain, and found. */
export function auditSection({ build, publication }: CampaignReport): Section {
  const recomputed =
    build === null
      ? null
      : html`<p>The allocation, its buckets and its Merkle tree were computed again from the snapshot and the rules, and are what the files say.</p>`
  return {
    id: 'audit',
    title: 'Audit',
    content: [
      recomputed,
      publication === null
        ? html`<p>Nothing is published that could be held against a chain.</p>`
        : checkTable(publication),
    ],
  }
}

function checkTable({ audit: { checks, ok } }: ReportedPublication): HtmlPart {
  const holds = html`<span class="good state"><span aria-hidden="true">&#10003; </span>holds</span>`
  const fails = html`<strong class="bad state"><span aria-hidden="true">&#10007; </span>FAILS</strong>`
  return table({
    caption: ok ? 'Every check holds' : 'NOT every check holds',
    columns: [{ title: 'Check' }, { title: 'Result' }, { title: 'Found' }],
    rows: checks.map((check) => [
      check.name,
      check.ok ? holds : fails,
      html`<code class="long">${check.detail}</code>`,
    ]),
  })
}
