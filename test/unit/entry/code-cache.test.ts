import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type CompiledScript, openCodeCache } from '../../../src/entry/code-cache.ts'
import { temporaryFolder } from '../../support/home.ts'

const code = (text: string, cached = false): CompiledScript => ({
  cached,
  compiledCode: () => Buffer.from(text),
})

function cacheIn(folder: string) {
  const environment = { XDG_CACHE_HOME: folder }
  const open = (build = 'one', command = 'key.list') => openCodeCache(build, command, environment)
  const builds = () => readdirSync(join(folder, 'capstan'))
  const file = () => join(folder, 'capstan', builds()[0] ?? '', 'key.list.bin')
  return { open, file, builds }
}

it('what a command needed is there for the same command of the same build, and no other', () => {
  const { open } = cacheIn(temporaryFolder())
  expect(open().of('cli')).toBeUndefined()
  open().keep(
    new Map([
      ['cli', code('abc')],
      ['keystore', code('defg')],
    ]),
    true,
  )
  expect([open().of('cli'), open().of('keystore')].map(String)).toEqual(['abc', 'defg'])
  expect(open('one', 'key.sign').of('cli')).toBeUndefined()
  expect(open('two').of('cli')).toBeUndefined()
})

it('what a later run needs more is added; a run that gains nothing writes nothing', () => {
  const { open } = cacheIn(temporaryFolder())
  open().keep(new Map([['cli', code('one')]]), true)
  open().keep(new Map([['cli', code('two', true)]]), true)
  expect(String(open().of('cli'))).toBe('one')
  open().keep(
    new Map([
      ['cli', code('three', true)],
      ['chain', code('four')],
    ]),
    false,
  )
  open().keep(new Map([['chain', code('five')]]), true)
  expect([open().of('cli'), open().of('chain')].map(String)).toEqual(['three', 'five'])
})

it('the first run that goes through replaces what one that failed has left', () => {
  const { open } = cacheIn(temporaryFolder())
  open().keep(new Map([['cli', code('failed')]]), false)
  open().keep(new Map([['cli', code('failed again', true)]]), false)
  expect(String(open().of('cli'))).toBe('failed')
  open().keep(new Map([['cli', code('went through', true)]]), true)
  open().keep(new Map([['cli', code('once more', true)]]), true)
  expect(String(open().of('cli'))).toBe('went through')
})

it('a file with any byte altered, or cut anywhere, is as good as none', () => {
  const { open, file } = cacheIn(temporaryFolder())
  open().keep(new Map([['cli', code('compiled code')]]), true)
  const sound = readFileSync(file())
  const codeAt = sound.indexOf('\n') + 1
  for (let at = codeAt; at < sound.length; at++) {
    const altered = Buffer.from(sound)
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at)
    writeFileSync(file(), altered)
    expect(open().of('cli')).toBeUndefined()
  }
  for (let length = 0; length < sound.length; length++) {
    writeFileSync(file(), sound.subarray(0, length))
    expect(open().of('cli')).toBeUndefined()
  }
  open().keep(new Map([['cli', code('made anew')]]), true)
  expect(String(open().of('cli'))).toBe('made anew')
})

it('builds that nobody has added a command to for an hour are forgotten by the next', () => {
  const folder = temporaryFolder()
  const { open, builds } = cacheIn(folder)
  open('old').keep(new Map([['cli', code('a')]]), true)
  open('recent').keep(new Map([['cli', code('b')]]), true)
  const [old = ''] = builds().filter((name) => name.endsWith('-old'))
  const twoHoursAgo = Date.now() / 1000 - 2 * 3_600
  utimesSync(join(folder, 'capstan', old), twoHoursAgo, twoHoursAgo)
  open('new').keep(new Map([['cli', code('c')]]), true)
  expect(
    builds()
      .map((name) => name.split('-').at(-1))
      .sort(),
  ).toEqual(['new', 'recent'])
})

it('a folder that cannot be made costs nothing but time', () => {
  const notAFolder = join(temporaryFolder(), 'file')
  writeFileSync(notAFolder, '')
  const { open } = cacheIn(notAFolder)
  open().keep(new Map([['cli', code('abc')]]), true)
  expect(open().of('cli')).toBeUndefined()
})
