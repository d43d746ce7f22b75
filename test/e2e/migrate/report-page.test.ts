import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportPage } from '../../../src/migration/report/report-page.ts'
import { Chromium, chromiumMissing } from '../../support/chromium.ts'
import {
  INACCESSIBLE,
  INTRUDERS,
  OVERFLOW,
  PALE_SHAPES,
  PALE_TEXTS,
} from '../../support/page-checks.ts'
import { reportWith } from '../../support/reports.ts'

/** Each would run `hack()` if it became markup. */
const HOSTILE = [
  '<script>hack()</script>',
  '"><img src=x onerror=hack()>',
  "' autofocus onfocus='hack()",
  '</title></style></desc><svg onload=hack()>',
  '<iframe srcdoc="<script>parent.hack()</script>">',
  '--><b style="position:fixed">',
  'javascript:hack() {{hack()}} &lt;script&gt;',
]

/** Keeps pictures of the pages for a person to look at. */
const PICTURES = process.env.CAPSTAN_TEST_PICTURES

describe.skipIf(chromiumMissing)('the page of a report in a browser', () => {
  let folder: string
  let chromium: Chromium
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'capstan-report-'))
    chromium = Chromium.start()
  })
  afterAll(async () => {
    await chromium.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function saved(name: string, page: string): string {
    const file = join(folder, name)
    writeFileSync(file, page)
    return pathToFileURL(file).href
  }

  describe.each(['light', 'dark'] as const)('in its %s colours', (scheme) => {
    it.each([360, 1280])('fits a window of %i pixels, is legible, and is silent', async (width) => {
      const url = saved('plain.html', reportPage(reportWith((what) => what)))
      const page = await chromium.open(url, { width, scheme })
      expect(await page.evaluate(OVERFLOW)).toBe(0)
      expect(await page.evaluate(PALE_TEXTS)).toEqual([])
      expect(await page.evaluate(PALE_SHAPES)).toEqual([])
      expect(await page.evaluate(INACCESSIBLE)).toEqual([])
      expect(page.requests).toEqual([url])
      expect(page.complaints).toEqual([])
      if (PICTURES !== undefined) {
        mkdirSync(PICTURES, { recursive: true })
        writeFileSync(join(PICTURES, `report-${scheme}-${width}.png`), await page.screenshot())
      }
    })
  })

  it('is another to the eye in the dark', async () => {
    const url = saved('schemes.html', reportPage(reportWith((what) => what)))
    const papers = []
    for (const scheme of ['light', 'dark'] as const) {
      const page = await chromium.open(url, { width: 800, scheme })
      papers.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    }
    expect(papers).toEqual(['rgb(255, 255, 255)', 'rgb(16, 21, 26)'])
  })

  it.each(HOSTILE)('does not become what a name says: %s', async (hostile) => {
    const url = saved('hostile.html', reportPage(reportWith(() => hostile)))
    const without = { width: 360, scheme: 'light', withoutPolicy: true } as const
    for (const looking of [without, { ...without, withoutPolicy: false }]) {
      const page = await chromium.open(url, looking)
      expect(await page.evaluate(INTRUDERS)).toEqual([])
      expect(await page.evaluate('document.querySelector("h1").textContent')).toBe(hostile)
      expect(await page.evaluate(OVERFLOW)).toBe(0)
      expect(page.requests).toEqual([url])
      expect(page.complaints).toEqual([])
    }
  })

  it('would not run a script or show an image even if one got into it', async () => {
    const attack =
      '<script>console.log("ran")</script><img src="data:,"><style>p{color:red}</style>'
    const infected = reportPage(reportWith((what) => what)).replace('<main', `${attack}<main`)
    const url = saved('infected.html', infected)
    const looking = { width: 360, scheme: 'light' } as const
    const page = await chromium.open(url, looking)
    const refused = page.complaints.filter((text) => text.includes('Content Security Policy'))
    expect(refused.length).toBeGreaterThanOrEqual(3)
    expect(page.complaints.join()).not.toContain('"ran"')
    // What a page without the policy does, this browser is known to notice.
    const open = await chromium.open(url, { ...looking, withoutPolicy: true })
    expect(open.complaints.join()).toContain('"ran"')
  })

  it('is printed without what only a screen needs', async () => {
    const url = saved('print.html', reportPage(reportWith((what) => what)))
    const page = await chromium.open(url, { width: 690, scheme: 'dark', print: true })
    expect(await page.evaluate('getComputedStyle(document.querySelector("nav")).display')).toBe(
      'none',
    )
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await page.evaluate(OVERFLOW)).toBe(0)
    expect(await page.evaluate(PALE_TEXTS)).toEqual([])
  })
})
