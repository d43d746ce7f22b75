import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { inheritedEnvironment, projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

it.each([
  ['--version', {}],
  ['--help', {}],
  ['key list --help', {}],
  // Laid out by oclif.
  ['key list --help', { OCLIF_COLUMNS: '60' }],
  ['autocomplete script bash', {}],
  ['key list', {}],
  ['config show --json', {}],
])('%s %o says nothing more to a reader that is gone', (words, env) => {
  const script = `"$0" bin/run.js ${words} | true; exit "\${PIPESTATUS[0]}"`
  // The reader is gone before anything is written: it never reads.
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath], {
    cwd: projectRoot,
    env: { ...inheritedEnvironment(), CAPSTAN_HOME: temporaryFolder(), SHELL: '/bin/bash', ...env },
    encoding: 'utf8',
  })
  expect([status, stdout, stderr]).toEqual([0, '', ''])
})
