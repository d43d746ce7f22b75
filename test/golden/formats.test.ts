// Files stay readable: every format that src declares has a sample that an earlier release wrote, and
// today's reader reads it, and would write the same.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCampaign } from '../../src/migration/campaign/read-campaign.ts'
import { isFreeOrReport } from '../../src/migration/report/write-report.ts'
import { readPolicy } from '../../src/multisig/policy/read-policy.ts'
import { Document } from '../../src/primitives/document.ts'
import { Format } from '../../src/primitives/format.ts'
import { temporaryFolder } from '../support/home.ts'

const SRC = new URL('../../src/', import.meta.url).pathname
const SAMPLES = new URL('../fixtures/formats/', import.meta.url).pathname
const DECLARED = /'(capstan\/[a-z-]+@\d+)'/g
const NAMED = /capstan\/[a-z-]+@\d+/

/** What people write or read is no JSON, and has a reader of its own. */
const OTHER_READERS: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  'capstan/campaign@1': (file) => readCampaign(file),
  'capstan/multisig-policy@1': (file) => readPolicy(file, 10),
  'capstan/report@1': async (file) => expect(await isFreeOrReport(file)).toBe(true),
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

const sources = filesBelow(SRC)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(DECLARED)].map(([, name]) => ({
      name: name as string,
      file,
    })),
  )

const declared = await Promise.all(
  sources.map(async ({ name, file }) => {
    const exported = Object.values((await import(file)) as object)
    const isIt = (one: unknown) => one instanceof Format && one.name === name
    return { name, format: exported.find(isIt) as Format<unknown> | undefined }
  }),
)

/** Files by the format they name first. */
const samples = filesBelow(SAMPLES).map((file) => ({
  file,
  name: NAMED.exec(readFileSync(file, 'utf8'))?.[0],
}))

describe.each(declared)('$name', ({ name, format }) => {
  const files = samples.filter((sample) => sample.name === name).map(({ file }) => file)

  it('has a sample', () => {
    expect(files).not.toEqual([])
  })

  it.each(files)('is read: %s', async (file) => {
    const text = readFileSync(file, 'utf8')
    if (format instanceof Document) expect(format.text(await format.read(file))).toBe(text)
    else if (format !== undefined) {
      const lines = text.split('\n').filter((line) => line.startsWith('{'))
      expect(lines.map((line) => format.text(format.decode(line)))).toEqual(lines)
    } else await OTHER_READERS[name]?.(file)
  })

  it('is declared once, with a reader', () => {
    expect(sources.filter((one) => one.name === name)).toHaveLength(1)
    expect(format ?? OTHER_READERS[name]).toBeDefined()
  })
})

it('a file that is no report is not taken for one', async () => {
  const file = join(temporaryFolder(), 'page.html')
  writeFileSync(file, '<!doctype html>\n')
  expect(await isFreeOrReport(file)).toBe(false)
})

it('every sample is of a format that is still declared', () => {
  const names = new Set(declared.map(({ name }) => name))
  const orphans = samples.filter(({ name }) => name !== undefined && !names.has(name))
  expect(orphans).toEqual([])
  expect(names.size).toBeGreaterThanOrEqual(20)
})
