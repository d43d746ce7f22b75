import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** What a scenario measured about itself; times in milliseconds. */
export type Measurements = Readonly<Record<string, number>>

export interface ScenarioRun {
  readonly measurements: Measurements
  /** From before the process starts until after it has ended. */
  readonly processMs: number
  /** Peak resident memory of the whole process. */
  readonly peakMiB: number
}

/** One promise about speed or size, as a figure and its limit. */
export interface Goal {
  readonly what: string
  readonly figure: number
  /** `×` for ratios. */
  readonly unit: string
  readonly atLeast?: number
  readonly atMost?: number
  /** The measurements behind the figure, for people. */
  readonly detail: string
}

/** A scenario runs in a process of its own, cold, and gives back what it measured. */
export type Scenario = (...args: string[]) => Promise<Measurements>
export type RunScenario = (name: string, ...args: string[]) => ScenarioRun

/**
 * The body of a benchmark: `goals` runs scenarios and judges them. The same bundle is started again
 * for each scenario, so that contenders share neither compiled code nor heap.
 */
export async function measure(
  scenarios: Readonly<Record<string, Scenario>>,
  goals: (run: RunScenario) => Promise<Goal[]>,
): Promise<void> {
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined) {
    const judged = (await goals(runScenario)).map((goal) => ({ ...goal, reached: isReached(goal) }))
    process.stdout.write(JSON.stringify(judged))
    return
  }
  const measurements = await (scenarios[name] as Scenario)(...args)
  const peakMiB = process.resourceUsage().maxRSS / 1024
  process.stdout.write(JSON.stringify({ measurements, peakMiB }))
}

function runScenario(name: string, ...args: string[]): ScenarioRun {
  const bundle = process.argv[1] as string
  const start = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [bundle, name, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  const processMs = performance.now() - start
  if (status !== 0) throw new Error(`the scenario ${name} ended with ${status}`)
  return { ...JSON.parse(stdout), processMs }
}

function isReached({ figure, atLeast = -Infinity, atMost = Infinity }: Goal): boolean {
  return figure >= atLeast && figure <= atMost
}

/** Milliseconds that `work` takes. */
export async function timeMs(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** What `work` gives, and the user and system time of this process until then, milliseconds. */
export async function cpuMsOf<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly cpuMs: number }> {
  const start = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(start)
  return { result, cpuMs: (user + system) / 1000 }
}

/**
 * User and system time of a Node process of its own, milliseconds; Node does not tell it of its
 * children. This process goes on meanwhile: it may have to read what a test chain says.
 * @param home where it keeps what it keeps.
 * @throws Error if it does not end with 0.
 */
export async function processCpuMs(args: readonly string[], home: string): Promise<number> {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null'
  const { stderr } = await promisify(execFile)(
    'bash',
    ['-c', script, 'time', process.execPath, ...args],
    { env: { ...process.env, CAPSTAN_HOME: home, XDG_CACHE_HOME: home } },
  )
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return (user + system) * 1000
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
