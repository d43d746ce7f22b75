import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { capstan, projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'
import { capstanAtTerminal, terminalMissing } from '../../support/terminal.ts'

// Read by oclif when it is loaded.
process.env.OCLIF_COLUMNS = '80'
process.env.FORCE_COLOR = '0'
const { Config } = await import('@oclif/core')
const { run } = await import('@oclif/core/run')

const { commandIDs, topics, userAgent } = await Config.load(projectRoot)
const names = [...new Set(['', ...commandIDs, ...topics.map(({ name }) => name)])]

describe('the help that the build wrote down', () => {
  it.each(names)('of "%s" is what oclif says', async (name) => {
    const words = name === '' ? [] : name.split(':')
    const written = readFileSync(
      join(projectRoot, 'dist', `${['help', ...words].join('/')}.txt`),
      'utf8',
    )
    expect(written.replace('{user-agent}', userAgent)).toBe(await saidByOclif([...words, '--help']))
  })

  it('is for every topic and command, and there are many', () => {
    expect(names.length).toBeGreaterThan(100)
  })
})

/** What oclif prints, all of it run here as the executable would. */
async function saidByOclif(argv: readonly string[]): Promise<string> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line = '') => lines.push(`${line}\n`))
  try {
    await run([...argv], { root: projectRoot })
  } finally {
    log.mockRestore()
  }
  return lines.join('')
}

describe('the executable', () => {
  const asked = [
    [],
    ['--help'],
    ['help'],
    ['help', 'migrate', 'swap'],
    ['migrate', 'swap'],
    ['key', 'sign', '-h'],
  ]

  it.each(asked)('says the same with oclif and without it: %s %s %s', async (...argv) => {
    const home = temporaryFolder()
    const env = { DEBUG: undefined, FORCE_COLOR: undefined, OCLIF_COLUMNS: undefined }
    const written = await capstan(argv, { home, env })
    const laidOut = await capstan(argv, { home, env: { ...env, OCLIF_COLUMNS: '80' } })
    expect(written).toMatchObject({ exitCode: 0, stderr: '', stdout: laidOut.stdout })
    expect(written.stdout).toContain('USAGE')
  })

  it('asks oclif where the lines have another length', async () => {
    const home = temporaryFolder()
    const narrow = await capstan(['key', 'sign', '--help'], { home, env: { OCLIF_COLUMNS: '50' } })
    const lines = narrow.stdout.split('\n')
    expect(narrow.exitCode).toBe(0)
    expect(lines.length).toBeGreaterThan(
      readFileSync(join(projectRoot, 'dist/help/key/sign.txt'), 'utf8').split('\n').length,
    )
  })

  it.skipIf(terminalMissing)('asks oclif at a terminal, which has colours', async () => {
    const env = { FORCE_COLOR: '', NO_COLOR: '', OCLIF_COLUMNS: '', TERM: 'xterm-256color' }
    const { exitCode, screen } = await capstanAtTerminal(
      ['key', '--help'],
      { home: temporaryFolder(), env },
      [],
    )
    expect([exitCode, screen]).toEqual([0, expect.stringContaining('\u001b[1mUSAGE')])
  })
})
