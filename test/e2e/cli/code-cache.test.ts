import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { capstan, inheritedEnvironment, projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

/** Runs commands with a code cache of their own. */
function machine() {
  const home = temporaryFolder()
  const top = join(home, 'cache', 'capstan')
  const env = { XDG_CACHE_HOME: join(home, 'cache') }
  return {
    home,
    env,
    run: (...args: string[]) => capstan(args, { home, env }),
    files: () => readdirSync(top).flatMap((build) => readdirSync(join(top, build))),
    file: (name: string) => join(top, readdirSync(top)[0] ?? '', name),
  }
}

describe('compiled code of earlier runs', () => {
  it('changes nothing but time, and belongs to one command', async () => {
    const { run, files, file } = machine()
    const cold = await run('key', 'list')
    const size = statSync(file('key.list.bin')).size
    await run('config', 'show')
    const warm = await run('key', 'list')
    expect([cold.exitCode, cold.stderr]).toEqual([0, ''])
    expect(warm).toMatchObject({ exitCode: 0, stdout: cold.stdout, stderr: '' })
    expect(files().sort()).toEqual(['config.show.bin', 'key.list.bin'])
    expect(statSync(file('key.list.bin')).size).toBe(size)
  })

  it('is made anew where it is damaged', async () => {
    const { run, file } = machine()
    const { stdout } = await run('key', 'list')
    const path = file('key.list.bin')
    const sound = readFileSync(path)
    const codeAt = sound.indexOf('\n') + 1
    const damages = [
      Buffer.alloc(0),
      sound.subarray(0, sound.length / 2),
      Buffer.concat([sound.subarray(0, codeAt), Buffer.alloc(sound.length - codeAt)]),
      Buffer.from(sound.map((byte, at) => (at > codeAt && at % 97 === 0 ? byte ^ 0xff : byte))),
    ]
    for (const damaged of damages) {
      writeFileSync(path, damaged)
      expect(await run('key', 'list')).toMatchObject({
        exitCode: 0,
        signal: null,
        stdout,
        stderr: '',
      })
      expect(readFileSync(path).equals(damaged)).toBe(false)
    }
  })

  it('is made anew where V8 does not take it, as that of another version', async () => {
    const { run, file, home, env } = machine()
    const { stdout } = await run('key', 'list')
    const before = readFileSync(file('key.list.bin'))
    const printed = execFileSync(
      process.execPath,
      ['--no-flush-bytecode', join(projectRoot, 'bin/run.js'), 'key', 'list'],
      { env: { ...inheritedEnvironment(), CAPSTAN_HOME: home, ...env }, encoding: 'utf8' },
    )
    expect(printed).toBe(stdout)
    expect(readFileSync(file('key.list.bin')).equals(before)).toBe(false)
  })

  it('is whole after many have written it at once', async () => {
    const { run, files } = machine()
    const all = await Promise.all(Array.from({ length: 6 }, () => run('config', 'show')))
    const after = await run('config', 'show')
    for (const one of all) {
      expect(one).toMatchObject({ exitCode: 0, stdout: after.stdout, stderr: '' })
    }
    expect(files()).toEqual(['config.show.bin'])
  })

  it('is done without where it cannot be written', async () => {
    const home = temporaryFolder()
    const notAFolder = join(home, 'file')
    writeFileSync(notAFolder, '')
    for (let run = 0; run < 2; run++) {
      const env = { XDG_CACHE_HOME: notAFolder }
      expect(await capstan(['key', 'list'], { home, env })).toMatchObject({
        exitCode: 0,
        stderr: '',
      })
    }
  })
})

const FRAME = ['@oclif/core']
const DATABASE = ['kysely', 'libsql']

// Each of these packages takes about as long to load as a whole light command may take.
describe.each<[string, readonly string[]]>([
  ['key list', FRAME],
  ['config show', FRAME],
  ['network list', FRAME],
  ['tx list', [...FRAME, ...DATABASE]],
  ['multisig list', [...FRAME, ...DATABASE]],
  ['key sign dev0 --message hello', [...FRAME, 'tiny-secp256k1']],
  ['migrate status -c campaign', [...FRAME, 'yaml', 'zod']],
])('capstan %s', (typed, packages) => {
  it(`loads no packages but ${packages.join(', ')}`, async () => {
    const { run, file } = machine()
    await run('migrate', 'init', 'campaign', '--kind', 'file')
    expect((await run(...typed.split(' '))).exitCode).toBe(0)
    const path = file(`${typed.split(' ').slice(0, 2).join('.')}.bin`)
    const { lengths } = JSON.parse(readFileSync(path, 'utf8').split('\n', 1)[0] as string)
    const loaded = Object.keys(lengths).filter((script) => script.startsWith('packages/'))
    expect(loaded.map((script) => script.slice('packages/'.length)).sort()).toEqual(packages)
  })
})
