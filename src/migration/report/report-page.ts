import { createHash } from 'node:crypto'
import { type Html, html, styleElement } from '../../primitives/html.ts'
import { PAGE_STYLE } from './page-style.ts'
import { type CampaignReport, REPORT_FORMAT } from './report.ts'
import { auditSection } from './sections/audit-section.ts'
import { campaignSection } from './sections/campaign-section.ts'
import { filesSection } from './sections/files-section.ts'
import { holdersSection } from './sections/holders-section.ts'
import { largestSection } from './sections/largest-section.ts'
import { paymentsSection } from './sections/payments-section.ts'
import { type Section, sectionMarkup } from './sections/section.ts'
import { sourceSection } from './sections/source-section.ts'
import { summary } from './sections/summary.ts'
import { supplySection } from './sections/supply-section.ts'

const SECTIONS = [
  campaignSection,
  sourceSection,
  supplySection,
  holdersSection,
  largestSection,
  paymentsSection,
  auditSection,
  filesSection,
]

/** Start of every report, which distinguishes it from other files. */
export const PAGE_START = `<!doctype html>
<html lang="en" data-format="${REPORT_FORMAT}">`

/** The self-contained page. The same report gives the same text. */
export function reportPage(report: CampaignReport): string {
  const sections = SECTIONS.map((section) => section(report))
  return `${PAGE_START}\n${head(report).text}${body(report, sections).text}</html>\n`
}

/** No script, no request: the policy allows the style of this page and nothing else. */
function head({ campaign, version }: CampaignReport): Html {
  const digest = createHash('sha256').update(PAGE_STYLE).digest('base64')
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="capstan ${version}">
<title>${campaign.name}: migration report</title>
${styleElement(PAGE_STYLE)}
</head>
`
}

function body(report: CampaignReport, sections: readonly Section[]): Html {
  return html`<body>
<a class="skip" href="#content">To the content</a>
<div class="frame">
${summary(report)}
<div class="columns">
<nav aria-label="Contents"><ul>${sections.map(contentsEntry)}</ul></nav>
<main id="content">
${sections.map(sectionMarkup)}</main>
</div>
<footer>Written by capstan ${report.version} from the files listed above${report.publication === null ? '' : ' and the chain'}. This page loads nothing and runs nothing.</footer>
</div>
</body>
`
}

function contentsEntry({ id, title }: Section): Html {
  return html`<li><a href="#${id}">${title}</a></li>`
}
