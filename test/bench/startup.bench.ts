// CPU of short commands as multiples of `node -e 0`, contenders in turn in one run. CPU, not wall:
// it is what stays steady on a busy machine. CAPSTAN_BASELINE may name a built checkout to compare
// with; what it takes stands in the details.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Goal, measure } from './measure.ts'

const ROUNDS = 15

/** By the arguments; the most each may take, × `node -e 0`. */
const GOALS = {
  '--version': 1.2,
  '--help': 1.2,
  'migrate run --help': 1.2,
  'key list': 1.4,
  'config show': 1.4,
  'network list': 1.4,
  'tx list': 1.6,
  'multisig list': 1.6,
  'key sign dev0 --message hello': 1.75,
  'migrate status -c campaign': 2,
} as const
const TYPED = Object.keys(GOALS) as (keyof typeof GOALS)[]

const executable = join('bin', 'run.js')
const checkout = process.cwd()
const baseline = process.env.CAPSTAN_BASELINE

await measure({}, async () => {
  const home = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  const samples = new Map<string, number[]>()
  const sample = (contender: string, args: readonly string[], isCounted: boolean) => {
    const ms = cpuMs(args, home)
    if (isCounted) samples.set(contender, [...(samples.get(contender) ?? []), ms])
  }
  cpuMs([join(checkout, executable), 'migrate', 'init', 'campaign', '--kind', 'file'], home)
  // The first round fills the code caches and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    sample('bare', ['-e', '0'], round > 0)
    for (const typed of TYPED) {
      const words = typed.split(' ')
      sample(typed, [join(checkout, executable), ...words], round > 0)
      if (baseline === undefined) continue
      sample(`baseline ${typed}`, [join(baseline, executable), ...words], round > 0)
    }
  }
  rmSync(home, { recursive: true })
  const bareMs = median(samples.get('bare'))
  return TYPED.map((typed): Goal => {
    const ms = median(samples.get(typed))
    const before = samples.get(`baseline ${typed}`)
    const compared = before ? `, baseline ${(median(before) / bareMs).toFixed(2)} ×` : ''
    return {
      what: `CPU of ${typed}`,
      figure: ms / bareMs,
      unit: '× node -e 0',
      atMost: GOALS[typed],
      detail: `${ms.toFixed(0)} ms against ${bareMs.toFixed(0)} ms, medians of ${ROUNDS}${compared}`,
    }
  })
})

/** User and system time of one process, which Node does not tell of its children. */
function cpuMs(args: readonly string[], home: string): number {
  const { status, stderr } = spawnSync(
    'bash',
    [
      '-c',
      'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null',
      'time',
      process.execPath,
      ...args,
    ],
    {
      cwd: home,
      encoding: 'utf8',
      env: { ...process.env, CAPSTAN_HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
    },
  )
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`)
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return (user + system) * 1000
}

function median(values: readonly number[] = []): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
