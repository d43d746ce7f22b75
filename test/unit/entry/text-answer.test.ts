import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { textAnswer } from '../../../src/entry/text-answer.ts'
import { temporaryFolder } from '../../support/home.ts'

let folder: string
const commandIds = new Set(['key:list', 'key:sign', 'doctor'])
const ask = (...argv: string[]) => textAnswer(argv, { folder, version: '1.2.3', commandIds })
const USER_AGENT = `capstan/1.2.3 ${process.platform}-${process.arch} node-${process.version}`

beforeEach(() => {
  folder = temporaryFolder()
  mkdirSync(join(folder, 'help', 'key'), { recursive: true })
  writeFileSync(join(folder, 'help.txt'), 'all\n\n{user-agent}\n')
  for (const name of ['key', 'key/list', 'doctor', 'autocomplete']) {
    writeFileSync(join(folder, 'help', `${name}.txt`), `${name}\n`)
  }
})

afterEach(() => vi.unstubAllEnvs())

it('the version and the help that was written down are answered', () => {
  expect(ask('--version')).toBe(USER_AGENT)
  expect(ask('-v')).toBe(USER_AGENT)
  for (const argv of [[], ['--help'], ['-h'], ['help']]) {
    expect(ask(...argv)).toBe(`all\n\n${USER_AGENT}`)
  }
  expect(ask('key', 'list', '--help')).toBe('key/list')
  expect(ask('--help', 'key', 'list')).toBe('key/list')
  expect(ask('help', 'key', 'list')).toBe('key/list')
  expect(ask('key', '-h')).toBe('key')
  expect(ask('autocomplete', '--help')).toBe('autocomplete')
})

it('a topic asks for its help, a command does not', () => {
  expect(ask('key')).toBe('key')
  expect(ask('key', 'list')).toBeUndefined()
  expect(ask('doctor')).toBeUndefined()
  expect(ask('autocomplete')).toBeUndefined()
})

it.each([
  ['an unknown command', ['nope', '--help']],
  ['help with anything else', ['key', 'list', '--help', '--json']],
  ['help behind what ends the options', ['key', 'list', '--', '--help']],
  ['a version with anything else', ['--version', 'key']],
  ['what is no word', ['../key/list', '--help']],
  ['a file of that name that is no help', ['help', '..', 'help']],
])('%s is left to oclif', (_, argv) => {
  expect(ask(...argv)).toBeUndefined()
})

it.each(['DEBUG', 'CAPSTAN_DEBUG', 'FORCE_COLOR', 'OCLIF_COLUMNS'])(
  'under %s oclif lays out the help',
  (name) => {
    vi.stubEnv(name, '1')
    expect(ask('key', '--help')).toBeUndefined()
    expect(ask('--version')).toBe(USER_AGENT)
  },
)

it('plugins may have added to the help', () => {
  const data = temporaryFolder()
  vi.stubEnv('CAPSTAN_DATA_DIR', data)
  expect(ask('--help')).toBeDefined()
  writeFileSync(join(data, 'package.json'), '{}')
  expect(ask('--help')).toBeUndefined()
})
