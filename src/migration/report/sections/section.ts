import { type Html, type HtmlPart, html } from '../../../primitives/html.ts'

/** A part of the page with a heading that the contents link to. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly content: HtmlPart
}

export function sectionMarkup({ id, title, content }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`
}
