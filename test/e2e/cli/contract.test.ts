import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { capstan, projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

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

describe.concurrent.each(commands)('capstan %s', (name, command) => {
  const words = name.split(' ')

  it('says what it is for, with an example, and names its flags and arguments', () => {
    expect(command.summary).toMatch(/^[A-Z].*\.$/)
    expect(command.examples?.length).toBeGreaterThan(0)
    for (const flag of Object.values(command.flags))
      expect(flag.summary ?? flag.description ?? '').not.toBe('')
    for (const arg of Object.values(command.args)) expect(arg.description ?? '').not.toBe('')
  })

  it('refuses an unknown flag with exit 2 in both modes', async () => {
    const [text, json] = await Promise.all([
      capstan([...words, '--no-such-flag'], { home }),
      capstan([...words, '--no-such-flag', '--json'], { home }),
    ])
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

describe('outside any command', () => {
  it('an unknown command is exit 2 in both modes', async () => {
    const text = await capstan(['migrat', 'run'], { home })
    const json = await capstan(['migrat', 'run', '--json'], { home })
    expect([text.exitCode, json.exitCode]).toEqual([2, 2])
    expect(json.json).toMatchObject({ error: { code: 'COMMAND_UNKNOWN' }, warnings: [] })
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
