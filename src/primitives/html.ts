import { showableText } from './showable-text.ts'

/** Markup that may stand in a page as it is. Only this module makes it. */
class Markup {
  constructor(readonly text: string) {}
}

export type Html = Markup

/** What a template takes: text and numbers are escaped, markup is not, null is nothing. */
export type HtmlPart = Html | string | number | bigint | null | readonly HtmlPart[]

/**
 * The one way to write markup. Whatever is put in is text, also inside a quoted attribute, unless it
 * came from this template itself; so a name from a campaign, a token or a file stays a name.
 * @throws TypeError if the template itself is not ASCII.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  // The bundle is read as ASCII, and what stands in a tagged template is there as it was written.
  if (strings.some((string) => NOT_ASCII.test(string))) {
    throw new TypeError('Markup is ASCII: other characters are written as entities')
  }
  let text = strings[0] as string
  for (const [index, part] of parts.entries()) text += markupOf(part) + strings[index + 1]
  return new Markup(text)
}

/**
 * A style element of CSS that is our own. @throws TypeError if the CSS could end the element.
 */
export function styleElement(css: string): Html {
  if (css.includes('<')) throw new TypeError('CSS with "<" cannot stand in a style element')
  return new Markup(`<style>${css}</style>`)
}

/** Text as markup that shows exactly it, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return showableText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}

const NOT_ASCII = /[^ -~\n]/

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function markupOf(part: HtmlPart): string {
  if (part === null) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(markupOf).join('')
  return escapeHtml(String(part))
}
