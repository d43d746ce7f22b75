import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CampaignReport } from '../../../../src/migration/report/report.ts'
import { reportPage } from '../../../../src/migration/report/report-page.ts'
import { escapeHtml } from '../../../../src/primitives/html.ts'
import { reportWith } from '../../../support/reports.ts'

/** Elements, in order, with the names of their attributes. */
function skeleton(page: string): string[] {
  const tags = page
    .replace(/<style>[^<]*<\/style>/, '')
    .matchAll(/<\/?([a-z0-9]+)((?:\s[^<>]*)?)>/g)
  return Array.from(tags, ([, name, attributes]) => {
    const names = Array.from((attributes ?? '').matchAll(/([a-z-]+)="[^"]*"/gi), ([, one]) => one)
    return `${name} ${names.join(' ')}`
  })
}

/** A page's text without its markup. */
function textOf(page: string): string {
  return page.slice(page.indexOf('<body>')).replace(/<[^>]*>/g, ' ')
}

describe('the page of a report', () => {
  it('has the same elements and attributes whatever names and reasons are', () => {
    const plain = skeleton(reportPage(reportWith((what) => what)))
    expect(plain.length).toBeGreaterThan(300)
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 40 }),
          fc.constantFrom(
            '__proto__',
            '<script>x()</script>',
            '"><img src=x onerror=x()>',
            "' onmouseover='x()",
            '</title><svg onload=x()>',
            '</style><script>x()</script>',
            '--><script>x()</script><!--',
            '<!--',
            'javascript:x()',
            '&lt;script&gt;',
            '</caption></table><iframe srcdoc="&lt;script&gt;">',
          ),
        ),
        (hostile) => {
          expect(skeleton(reportPage(reportWith(() => hostile)))).toEqual(plain)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('shows every text that was chosen outside, escaped', () => {
    const asked = new Set<string>()
    const page = reportPage(
      reportWith((what) => {
        asked.add(what)
        return `<${what}>`
      }),
    )
    const hidden = [...asked].filter((what) => !page.includes(escapeHtml(`<${what}>`)))
    expect(hidden).toEqual([])
  })

  it('asks for nothing and runs nothing', () => {
    const page = reportPage(reportWith((what) => what))
    expect(page).not.toMatch(/<(?:script|img|iframe|object|embed|link|base|form)\b/)
    expect(page).not.toMatch(/\s(?:src|srcset|style|action|on[a-z]+)=|url\(|@import|https?:/)
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`)
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) {
      expect(page).toContain(`id="${target?.slice(1)}"`)
    }
  })

  it('is the same text for the same report', () => {
    expect(reportPage(reportWith((what) => what))).toBe(reportPage(reportWith((what) => what)))
  })

  it('says aloud where sums do not add up', () => {
    const report = reportWith((what) => what)
    expect(textOf(reportPage(report))).not.toContain('Does not add up')
    const { snapshot } = report
    const missing = { ...snapshot, supplyBaseUnits: snapshot.supplyBaseUnits + 3n }
    const text = textOf(reportPage({ ...report, snapshot: missing }))
    expect(text).toMatch(/Does not add up: difference\s+0\s*\.000000000000000003/)
  })

  it('stands at every stage of a campaign', () => {
    const full = reportWith((what) => what)
    const built: CampaignReport = { ...full, publication: null }
    const taken: CampaignReport = { ...built, build: null }
    expect(textOf(reportPage(built))).toContain('nothing is published yet')
    expect(textOf(reportPage(taken))).toContain('nothing is allocated yet')
    const book = {
      campaign: 'cd'.repeat(32),
      allocation: 'cd'.repeat(32),
      chainId: 1n,
      account: '0x4444444444444444444444444444444444444444',
      firstNonce: 0,
      transfers: 39,
      totalBaseUnits: 779n,
      transactionType: 2 as const,
      maxFeeWei: 1n,
      priorityFeeWei: 1n,
    }
    const { publication } = full as { publication: NonNullable<CampaignReport['publication']> }
    const byBook = reportPage({ ...full, publication: { ...publication, payer: book } })
    expect(textOf(byBook)).toContain('0 to 38')
    const foreign = reportPage({ ...full, publication: { ...publication, payments: null } })
    expect(textOf(foreign)).toContain('not the distributor of this campaign')
  })
})
