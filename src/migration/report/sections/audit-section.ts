import { type HtmlPart, html } from '../../../primitives/html.ts'
import type { CampaignReport, ReportedPublication } from '../report.ts'
import { table } from '../tables.ts'
import type { Section } from './section.ts'

/** The checks of the audit. */
export function auditSection({ build, publication }: CampaignReport): Section {
  const recomputed =
    build === null
      ? null
      : html`<p>The allocation, its buckets and its Merkle tree were computed again from the snapshot and the rules, and equal the files.</p>`
  return {
    id: 'audit',
    title: 'Audit',
    content: [
      recomputed,
      publication === null
        ? html`<p>Nothing is published that could be compared with a chain.</p>`
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
