// CPU of short commands as multiples of `node -e 0`, contenders in turn in one run. CPU, not wall:
// it is what stays steady on a busy machine.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Goal, measure } from './measure.ts'

const ROUNDS = 15

const CONTENDERS = {
  bare: ['-e', '0'],
  version: ['bin/run.js', '--version'],
  help: ['bin/run.js', '--help'],
  'command help': ['bin/run.js', 'migrate', 'run', '--help'],
  'config show': ['bin/run.js', 'config', 'show'],
  'key list': ['bin/run.js', 'key', 'list'],
  'key sign': ['bin/run.js', 'key', 'sign', 'dev0', '--message', 'hello'],
} as const

type Contender = keyof typeof CONTENDERS

await measure({}, async () => {
  const home = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  const samples = new Map<Contender, number[]>()
  // The first round fills the code cache and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, args] of Object.entries(CONTENDERS) as [Contender, readonly string[]][]) {
      const ms = cpuMs(args, home)
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), ms])
    }
  }
  rmSync(home, { recursive: true })
  const bareMs = median(samples.get('bare'))
  const goal = (name: Contender, atMost: number): Goal => {
    const ms = median(samples.get(name))
    return {
      what: `CPU of ${name}`,
      figure: ms / bareMs,
      unit: '× node -e 0',
      atMost,
      detail: `${ms.toFixed(0)} ms against ${bareMs.toFixed(0)} ms, medians of ${ROUNDS}`,
    }
  }
  return [
    goal('version', 1.5),
    goal('help', 2.3),
    goal('command help', 2.3),
    goal('config show', 2.3),
    goal('key list', 2.3),
    goal('key sign', 3),
  ]
})

/** User and system time of one process, which Node does not tell of its children. */
function cpuMs(args: readonly string[], home: string): number {
  const { stderr } = spawnSync(
    'bash',
    [
      '-c',
      'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null',
      'time',
      process.execPath,
      ...args,
    ],
    { encoding: 'utf8', env: { ...process.env, CAPSTAN_HOME: home, XDG_CACHE_HOME: home } },
  )
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return (user + system) * 1000
}

function median(values: readonly number[] = []): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
