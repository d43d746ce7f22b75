import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { capstan, projectRoot } from '../../support/capstan.ts'
import { startChain } from '../../support/chain.ts'
import { temporaryFolder } from '../../support/home.ts'
import { inProcess } from '../../support/in-process.ts'

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly summary?: string
        readonly examples?: readonly { readonly command: string; readonly description: string }[]
        readonly flags: Readonly<
          Record<string, { readonly summary?: string; readonly description?: string }>
        >
        readonly args: Readonly<Record<string, { readonly description?: string }>>
      }
    >
  >
}

const manifest = JSON.parse(
  readFileSync(join(projectRoot, 'oclif.manifest.json'), 'utf8'),
) as Manifest
const commands = Object.entries(manifest.commands).map(
  ([id, command]) => [id.replaceAll(':', ' '), command] as const,
)

// oclif's own --json collapses exit codes, drops falsy results, fails on bigint and hides warnings;
// every command is held to the envelope that replaces it.
const home = mkdtempSync(join(tmpdir(), 'capstan-test-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe.each(commands)('capstan %s', (name, command) => {
  const words = name.split(' ')

  it('says what it is for, with an example, and names its flags and arguments', () => {
    expect(command.summary).toMatch(/^[A-Z].*\.$/)
    expect(command.examples?.length).toBeGreaterThan(0)
    for (const flag of Object.values(command.flags))
      expect(flag.summary ?? flag.description ?? '').not.toBe('')
    for (const arg of Object.values(command.args)) expect(arg.description ?? '').not.toBe('')
  })

  it('refuses an unknown flag with exit 2 in both modes', async () => {
    const text = await inProcess([...words, '--no-such-flag'], { home })
    const json = await inProcess([...words, '--no-such-flag', '--json'], { home })
    expect([text.exitCode, json.exitCode]).toEqual([2, 2])
    expect(text.stdout).toBe('')
    expect(text.stderr).toMatch(/^Error: .*no-such-flag/)
    expect(text.stderr).not.toMatch(/^\s+at /m)
    expect(json.json).toMatchObject({
      error: { code: 'USAGE', exitCode: 2, suggestions: expect.any(Array) },
      warnings: [],
    })
    expect(json.stderr).toBe('')
  })
})

it.each([
  [['key', 'list', '--no-such-flag']],
  [['key', 'list', '--no-such-flag', '--json']],
  [['migrate', 'swap', 'lock', '--json']],
  [['key', 'address', '--quorum', 'two']],
  [['config', 'show', '--json']],
])('capstan %j is the same in this process and as one of its own', async (args) => {
  const { exitCode, stdout, stderr } = await capstan(args, { home })
  expect(await inProcess(args, { home })).toMatchObject({ exitCode, stdout, stderr })
})

describe('outside any command', () => {
  it('an unknown command is exit 2 in both modes', async () => {
    const text = await capstan(['migrat', 'run'], { home })
    const json = await capstan(['migrat', 'run', '--json'], { home })
    expect([text.exitCode, json.exitCode]).toEqual([2, 2])
    expect(json.json).toMatchObject({ error: { code: 'COMMAND_UNKNOWN' }, warnings: [] })
  })

  it('an unknown command is met with the nearest, and nothing else is printed', async () => {
    const text = await capstan(['key', 'lst'], { home })
    expect(text.stderr).toBe(
      'Error: "key lst" is not a capstan command. Did you mean "key list"?\n  → capstan key list --help\n',
    )
    const json = await capstan(['key', 'list', 'extra', '--json'], { home })
    expect(json.json).toMatchObject({ error: { details: { nearest: 'key list' } } })
    expect(json.stderr).toBe('')
  })

  it('a terminal is asked about a mistyped command, but not where stdout is a result', async () => {
    const { spawnSync } = await import('node:child_process')
    const file = join(temporaryFolder(), 'out.json')
    const inTerminal = (command: string) =>
      spawnSync('script', ['-qec', command, '/dev/null'], {
        cwd: projectRoot,
        env: { ...process.env, CAPSTAN_HOME: home },
        input: 'n\n',
        encoding: 'utf8',
      })
    const asked = inTerminal(`${process.execPath} bin/run.js key lst`)
    expect([asked.status, asked.stdout]).toEqual([2, expect.stringContaining('Did you mean')])
    expect(inTerminal(`${process.execPath} bin/run.js key lst --json > ${file}`).status).toBe(2)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ error: { exitCode: 2 } })
  })

  it('a secret among the words of an unknown command is not repeated', async () => {
    const secret = '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'
    const { exitCode, stdout, stderr } = await capstan(['key', 'imprt', secret], { home })
    expect(exitCode).toBe(2)
    expect(stdout + stderr).not.toContain(secret)
  })

  it('what libraries log under DEBUG shows no access key', async () => {
    const url = 'http://user:hunter22@127.0.0.1:1/?apikey=sesame'
    const { stderr } = await capstan(['config', 'show', '--rpc-url', url], {
      home,
      env: { DEBUG: '*' },
    })
    expect(stderr).toContain('config:show')
    expect(stderr).not.toMatch(/hunter22|sesame/)
  })

  it('an error of the parser is one sentence', async () => {
    const { json } = await capstan(['devnet', 'up', '--port', '99999', '--json'], { home })
    expect(json).toMatchObject({
      error: { message: expect.stringMatching(/^--port: Expected an integer .* 99999\.$/) },
    })
  })

  it.each([
    ['FILE_INACCESSIBLE', 8, ['key', 'list', '--home', '/dev/null']],
    ['FILE_INACCESSIBLE', 8, ['key', 'list', '--home', `${'x'.repeat(5000)}`]],
  ])('%s ends with exit %i: a path that cannot be a home is no bug', async (code, exit, args) => {
    const { exitCode, json } = await capstan([...args, '--json'], { home })
    expect([exitCode, json]).toEqual([exit, expect.objectContaining({ error: expect.anything() })])
    expect(json).toMatchObject({ error: { code } })
  })

  it.each([
    ['key sign', ['dev0', '--typed-data']],
    ['tx apply', []],
    ['key import', ['restored', '--from-file']],
  ])('%s names the folder it is given instead of a file, with exit 2', async (name, words) => {
    const folder = temporaryFolder()
    const { exitCode, json } = await capstan([...name.split(' '), ...words, folder, '--json'], {
      home,
    })
    expect([exitCode, json]).toMatchObject([
      2,
      { error: { code: 'FILE_EXPECTED', details: { path: folder } } },
    ])
  })

  it('a full disk behind stdout is told on stderr', async () => {
    const { spawnSync } = await import('node:child_process')
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', '"$0" bin/run.js key list --json > /dev/full', process.execPath],
      { cwd: projectRoot, env: { ...process.env, CAPSTAN_HOME: home }, encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([8, 'Error: A file cannot be used: the disk is full.\n'])
  })

  it('a damaged configuration is found by config path and never written over', async () => {
    const damaged = temporaryFolder()
    writeFileSync(join(damaged, 'config.yaml'), '{')
    const path = await capstan(['config', 'path', '--json'], { home: damaged })
    expect([path.exitCode, path.json]).toEqual([
      0,
      expect.objectContaining({ userFile: join(damaged, 'config.yaml') }),
    ])
    expect((await capstan(['config', 'set', 'timeout', '5'], { home: damaged })).exitCode).toBe(2)
  })

  it('doctor finds a damaged key index', async () => {
    const damaged = temporaryFolder()
    writeFileSync(join(damaged, 'keys.json'), '{')
    const { exitCode, json } = await capstan(['doctor', '--json'], { home: damaged })
    expect(exitCode).toBe(3)
    expect(json).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name: 'keys', ok: false })]),
    })
  })

  it('doctor finds a clock that is hours off the chain, and says what to do', async () => {
    const { rpcUrl, request } = await startChain({ chainId: 1 })
    await request('evm_increaseTime', [7200])
    await request('evm_mine')
    const where = ['--network', 'ethereum', '--rpc-url', rpcUrl]
    const { json } = await capstan(['doctor', ...where, '--json'], { home: temporaryFolder() })
    const clock = { name: 'clock', ok: false, suggestion: expect.stringContaining('clock') }
    expect(json).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'endpoints', ok: true }),
        expect.objectContaining(clock),
      ]),
    })
  })

  it('the version and the help are answered', async () => {
    expect((await capstan(['--version'], { home })).stdout).toMatch(/^capstan\/\d+\.\d+\.\d+ /)
    const help = await capstan(['--help'], { home })
    expect(help.exitCode).toBe(0)
    expect(help.stdout).toContain('migrate')
    expect(help.stdout).not.toContain('\u001b[')
  })

  it('a reader that goes away early changes nothing', async () => {
    const { spawnSync } = await import('node:child_process')
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', 'set -o pipefail; "$0" bin/run.js config show | head -1 >/dev/null', process.execPath],
      {
        cwd: projectRoot,
        env: { ...process.env, CAPSTAN_HOME: temporaryFolder() },
        encoding: 'utf8',
      },
    )
    expect([status, stderr]).toEqual([0, ''])
  })
})
