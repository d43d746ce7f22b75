// Error codes are a promise to scripts: a code, its kind and with it its exit code stay. A code may
// be added here; one that was renamed stays as an alias.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ErrorKind, EXIT_CODES } from '../../src/primitives/capstan-error.ts'

const SRC = new URL('../../src/', import.meta.url).pathname
const TESTS = new URL('../', import.meta.url).pathname
const CODE = /\bcode: '([A-Z][A-Z0-9_]+)',?\s*(?:kind: ([^,\n]+),|headers|decimals|unit)?/g

const sources = textsIn(SRC, 'artifacts/')

/** All TypeScript below a folder, but for that in one part of it. */
function textsIn(folder: string, except: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith(except))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
}

/** Every code with the kinds it is thrown as; a code that a reader of CSV is given is of usage. */
function errorCodes(): Map<string, Set<ErrorKind>> {
  const codes = new Map<string, Set<ErrorKind>>()
  for (const [, code = '', kind = "'usage'"] of sources.flatMap((text) => [
    ...text.matchAll(CODE),
  ])) {
    const kinds = codes.get(code) ?? new Set()
    for (const [, one] of kind.matchAll(/'([a-z-]+)'/g)) {
      if (one !== undefined && one in EXIT_CODES) kinds.add(one as ErrorKind)
    }
    codes.set(code, kinds)
  }
  return codes
}

test('error codes, kinds and exit codes are those that scripts know', async () => {
  const lines = [...errorCodes()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, kinds]) => {
      const exits = [...kinds].sort().map((kind) => `${kind} ${EXIT_CODES[kind]}`)
      return `${code} ${exits.join(' | ')}\n`
    })
  await expect(lines.join('')).toMatchFileSnapshot('error-codes.txt')
})

test('every error code is named by a test', () => {
  const named = new Set(
    textsIn(TESTS, 'golden/')
      .join('\n')
      .match(/\b[A-Z][A-Z0-9_]+\b/g),
  )
  expect([...errorCodes().keys()].filter((code) => !named.has(code))).toEqual([])
})
