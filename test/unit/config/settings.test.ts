import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveConfig } from '../../../src/config/resolve-config.ts'
import { setSetting } from '../../../src/config/set-setting.ts'
import { temporaryFolder } from '../../support/home.ts'

async function resolve(given: {
  flags?: Record<string, unknown>
  environment?: Record<string, string>
  project?: [name: string, text: string]
  user?: string
}) {
  const home = temporaryFolder()
  const project = temporaryFolder()
  const directory = join(project, 'deep', 'down')
  mkdirSync(directory, { recursive: true })
  if (given.project) writeFileSync(join(project, given.project[0]), given.project[1])
  if (given.user !== undefined) writeFileSync(join(home, 'config.yaml'), given.user)
  const { settings } = await resolveConfig({
    flags: given.flags ?? {},
    environment: given.environment ?? {},
    directory,
    home,
  })
  return Object.fromEntries(settings.map((setting) => [setting.name, setting]))
}

describe('a setting', () => {
  const all = {
    flags: { network: 'from-flag' },
    environment: { CAPSTAN_NETWORK: 'from-environment' },
    project: ['capstan.config.yaml', 'network: from-project\n'] as [string, string],
    user: 'network: from-user\n',
  }

  it('is taken from flag, environment, project, user and built-in, in this order', async () => {
    const { flags: _, ...withoutFlag } = all
    const { environment: __, ...withoutEnvironment } = withoutFlag
    const { project: ___, ...onlyUser } = withoutEnvironment
    expect((await resolve(all)).network).toMatchObject({
      value: 'from-flag',
      source: 'flag',
      origin: '--network',
    })
    expect((await resolve(withoutFlag)).network).toMatchObject({
      value: 'from-environment',
      source: 'environment',
      origin: 'CAPSTAN_NETWORK',
    })
    expect((await resolve(withoutEnvironment)).network).toMatchObject({
      value: 'from-project',
      source: 'project',
    })
    expect((await resolve(onlyUser)).network).toMatchObject({ value: 'from-user', source: 'user' })
    expect((await resolve({})).network).toMatchObject({ value: 'devnet', source: 'default' })
  })

  it.each([
    ['capstan.config.json', '{"rpcUrl": ["http://127.0.0.1:1", "http://127.0.0.1:2"]}'],
    ['.capstanrc', 'rpcUrl: [http://127.0.0.1:1, http://127.0.0.1:2]\n'],
    [
      'capstan.config.js',
      'module.exports = { rpcUrl: ["http://127.0.0.1:1", "http://127.0.0.1:2"] }',
    ],
  ])('is read from %s, found upward', async (name, text) => {
    expect((await resolve({ project: [name, text] })).rpcUrl?.value).toEqual([
      'http://127.0.0.1:1',
      'http://127.0.0.1:2',
    ])
  })

  it('is read from capstan.config.ts on every Node, and nothing is compiled beside it', async () => {
    const text = 'const seconds: number = 79\nexport default { timeout: seconds }\n'
    const { timeout } = await resolve({ project: ['capstan.config.ts', text] })
    expect(timeout?.value).toBe(79)
    const file = timeout?.origin.replace(/ \(timeout\)$/, '') ?? ''
    expect(readdirSync(dirname(file))).toEqual(['capstan.config.ts', 'deep'])
  })

  it.each([
    ['capstan.config.json', '{"timeout": 5,}', / in JSON at position 14/],
    ['capstan.config.yaml', 'timeout: 5\ntimeout: 6\n', /duplicated mapping key/],
  ])('in a damaged %s is an error that says what is wrong', async (name, text, reason) => {
    await expect(resolve({ project: [name, text] })).rejects.toMatchObject({
      code: 'CONFIG_FILE_INVALID',
      message: expect.stringMatching(reason),
    })
  })

  it('with an unknown key is an error naming file, key and the nearest valid key', async () => {
    await expect(
      resolve({ project: ['capstan.config.yaml', 'netwrok: x\n'] }),
    ).rejects.toMatchObject({
      code: 'CONFIG_KEY_UNKNOWN',
      exitCode: 2,
      details: {
        key: 'netwrok',
        nearest: 'network',
        file: expect.stringContaining('capstan.config.yaml'),
      },
    })
  })

  it.each([
    ['timeout: soon\n'],
    ['timeout: -1\n'],
    ['network: ""\n'],
    ['rpcUrl: not a url\n'],
    ['rpcUrl: ftp://127.0.0.1\n'],
    ['keystore: pocket\n'],
    ['maxFee: much\n'],
    ['yes: perhaps\n'],
  ])('with the value of %j is an error also where a flag hides it', async (user) => {
    await expect(resolve({ user, flags: { timeout: '5', network: 'x' } })).rejects.toMatchObject({
      code: 'CONFIG_VALUE_INVALID',
      exitCode: 2,
    })
  })

  it.each(['[1, 2]', 'text', '{', '"'])('cannot come from a file that is %j', async (user) => {
    await expect(resolve({ user })).rejects.toMatchObject({
      code: 'CONFIG_FILE_INVALID',
      exitCode: 2,
    })
  })
})

describe('writing a setting', () => {
  it('keeps what else the file holds', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'config.yaml'), '# mine\ntimeout: 5\n')
    await setSetting(home, 'network', 'bsc')
    const { settings } = await resolveConfig({ flags: {}, environment: {}, directory: home, home })
    const value = (name: string) => settings.find((setting) => setting.name === name)?.value
    expect([value('timeout'), value('network')]).toEqual([5, 'bsc'])
  })

  it('of an unknown name is refused with the nearest', async () => {
    await expect(setSetting(temporaryFolder(), 'netwrk', 'bsc')).rejects.toMatchObject({
      code: 'CONFIG_SETTING_UNKNOWN',
      exitCode: 4,
      details: { nearest: 'network' },
    })
  })

  it.each(['', 'null', '# nothing yet\n'])('begins a file that holds %j', async (text) => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'config.yaml'), text)
    await setSetting(home, 'timeout', '7')
    const { settings } = await resolveConfig({ flags: {}, environment: {}, directory: home, home })
    expect(settings.find(({ name }) => name === 'timeout')?.value).toBe(7)
  })

  it.each(['{', '[]', '- a', 'text', 'timeout: 1\ntimeout: 2\n'])(
    'leaves a damaged file that holds %j as it was',
    async (text) => {
      const home = temporaryFolder()
      writeFileSync(join(home, 'config.yaml'), text)
      await expect(setSetting(home, 'timeout', '7')).rejects.toMatchObject({
        code: 'CONFIG_FILE_INVALID',
        exitCode: 2,
      })
      expect(readFileSync(join(home, 'config.yaml'), 'utf8')).toBe(text)
    },
  )
})
