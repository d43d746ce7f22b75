import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html, styleElement } from '../../../src/primitives/html.ts'

/** What a browser makes of escaped text. */
function shown(markup: string): string {
  const characters: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return markup.replace(/&[#\w]+;/g, (entity) => characters[entity] as string)
}

describe('escaped text', () => {
  it('holds nothing that could be markup, and shows exactly what it was', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", 'lt;', '#', ';', 'a', '/') }),
    )
    fc.assert(
      fc.property(text, (original) => {
        const escaped = escapeHtml(original)
        expect(escaped).not.toMatch(/[<>"']|&(?!(?:lt|gt|quot|#39|amp);)/)
        expect(shown(escaped)).toBe(original)
      }),
      { numRuns: 1000 },
    )
  })

  it('has a replacement for what cannot be shown, or turns the text around it', () => {
    for (const character of ['\0', '\x07', '\x1b', '\x7f', '\x9b', '\u202e', '\u2066', '\u200f']) {
      expect(escapeHtml(`a${character}b`)).toBe('a\ufffdb')
    }
    expect(escapeHtml('\ud800')).toBe('\ufffd')
    expect(escapeHtml('العربية 漢字 😀\n\t')).toBe('العربية 漢字 😀\n\t')
  })
})

describe('a template', () => {
  it('takes whatever is put in for text, in elements and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { text: markup } = html`<p title="${text}">${text}</p>`
        expect(markup).toBe(`<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`)
      }),
    )
  })

  it('keeps what it made itself, in lists too, and leaves out what is not there', () => {
    const items = ['<a>', '&'].map((item) => html`<li>${item}</li>`)
    expect(html`<ul>${items}${null}${[1, 2n]}</ul>`.text).toBe(
      '<ul><li>&lt;a&gt;</li><li>&amp;</li>12</ul>',
    )
  })

  it('cannot be deceived by an object that looks like markup', () => {
    const forged = { text: '<script>' } as unknown as string
    expect(() => html`${forged}`).toThrow(TypeError)
  })

  it('is ASCII, as the bundle is', () => {
    const strings = Object.assign(['…'], { raw: ['…'] })
    expect(() => html(strings)).toThrow(TypeError)
  })
})

it('a style element cannot be ended by its style', () => {
  expect(styleElement('a{color:red}').text).toBe('<style>a{color:red}</style>')
  expect(() => styleElement('a{}</style><script>')).toThrow(TypeError)
})
