// The three forms in which the page gives facts: a list of them, a table, and a ledger.

import { type Html, type HtmlPart, html } from '../../primitives/html.ts'
import { countOf, exactAmount, type Scale, shareOf } from './figures.ts'

export type FactRow = readonly [name: string, value: HtmlPart]

export function factList(facts: readonly FactRow[]): Html {
  const items = facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
  return html`<dl class="facts">${items}</dl>`
}

export interface Column {
  readonly title: string
  /** Numbers are right-aligned, so that their digits line up. */
  readonly isNumber?: boolean
}

export interface Table {
  readonly caption: string
  /** Drawn between the caption and the rows that say the same in figures. */
  readonly chart?: Html | undefined
  readonly columns: readonly Column[]
  /** The first cell names the row. */
  readonly rows: readonly (readonly HtmlPart[])[]
  /** The last row, below a line. */
  readonly sum?: readonly HtmlPart[] | undefined
}

/** A table wider than the screen scrolls, also by keyboard. */
export function table({ caption, chart, columns, rows, sum }: Table): Html {
  const titles = columns.map(
    ({ title, isNumber }) => html`<th scope="col"${numberClass(isNumber)}>${title}</th>`,
  )
  const body = rows.map((cells) => row(columns, cells))
  const foot = sum === undefined ? null : html`<tfoot>${row(columns, sum)}</tfoot>`
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption><div class="title">${caption}${chart ?? null}</div></caption>
<thead><tr>${titles}</tr></thead>
<tbody>${body}</tbody>
${foot}</table></div>
`
}

function row(columns: readonly Column[], cells: readonly HtmlPart[]): Html {
  const marked = cells.map((cell, at) =>
    at === 0
      ? html`<th scope="row"${numberClass(columns[at]?.isNumber)}>${cell}</th>`
      : html`<td${numberClass(columns[at]?.isNumber)}>${cell}</td>`,
  )
  return html`<tr>${marked}</tr>\n`
}

function numberClass(isNumber: boolean | undefined): Html | null {
  return isNumber ? html` class="number"` : null
}

export interface LedgerLine {
  readonly name: HtmlPart
  /** Null where counting makes no sense. */
  readonly accounts: number | null
  readonly baseUnits: bigint
}

export interface Ledger {
  readonly caption: string
  readonly chart?: Html | undefined
  readonly lines: readonly LedgerLine[]
  readonly sumName: string
  readonly scale: Scale
  /** What the lines must add up to. */
  readonly totalBaseUnits: bigint
}

/** Lines that add up to a total; where they do not, the difference is a line of its own. */
export function ledger({ lines, sumName, scale, totalBaseUnits, ...titles }: Ledger): Html {
  const difference = totalBaseUnits - lines.reduce((sum, { baseUnits }) => sum + baseUnits, 0n)
  const cells = ({ name, accounts, baseUnits }: LedgerLine): HtmlPart[] => [
    name,
    exactAmount(baseUnits, scale),
    shareOf(baseUnits, totalBaseUnits),
    accounts === null ? '' : countOf(accounts),
  ]
  const unexplained = html`<strong class="bad">Does not add up: difference</strong>`
  return table({
    ...titles,
    columns: [
      { title: 'Part' },
      { title: 'Amount', isNumber: true },
      { title: 'Share', isNumber: true },
      { title: 'Accounts', isNumber: true },
    ],
    rows: [
      ...lines.map(cells),
      ...(difference === 0n
        ? []
        : [[unexplained, exactAmount(difference, scale), '', ''] as const]),
    ],
    sum: [sumName, exactAmount(totalBaseUnits, scale), shareOf(totalBaseUnits, totalBaseUnits), ''],
  })
}
