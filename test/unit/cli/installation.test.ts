import { Config } from '@oclif/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { commandConfig } from '../../../src/cli/frame/command-config.ts'
import { dataFolder } from '../../../src/cli/frame/installation.ts'
import { projectRoot } from '../../support/capstan.ts'

afterEach(() => vi.unstubAllEnvs())

describe.each([
  {},
  { HOME: '/home/operator' },
  { HOME: '' },
  { XDG_DATA_HOME: '/srv/data' },
  { XDG_DATA_HOME: '', HOME: '/home/operator' },
  { CAPSTAN_DATA_DIR: '/srv/capstan', XDG_DATA_HOME: '/srv/data' },
  { CAPSTAN_CONTENT_TYPE: 'json' },
])('with %o', (variables) => {
  it('a command is told the same as oclif would tell it', async () => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const told = await Config.load(projectRoot)
    const { root, version } = told
    expect(dataFolder(process.env)).toBe(told.dataDir)
    const config = commandConfig({ root, version, commandIds: new Set(told.commandIDs) })
    for (const key of ['bin', 'name', 'version', 'root', 'dataDir', 'userAgent'] as const) {
      expect(config[key]).toBe(told[key])
    }
    expect(config.commandIDs).toEqual(told.commandIDs)
    expect(config.scopedEnvVar('CONTENT_TYPE')).toBe(told.scopedEnvVar('CONTENT_TYPE'))
    expect(config.scopedEnvVarKeys('REDIRECTED')).toEqual(told.scopedEnvVarKeys('REDIRECTED'))
    expect(config.scopedEnvVarKey('REDIRECTED')).toBe(told.scopedEnvVarKey('REDIRECTED'))
  })
})

it('no plugin has a hook that runs with a command, since oclif is left out', async () => {
  const { plugins } = await Config.load(projectRoot)
  const hooks = [...plugins.values()].flatMap((plugin) => Object.keys(plugin.hooks))
  expect(hooks.filter((name) => !name.startsWith('plugins:'))).toEqual(['command_not_found'])
})
