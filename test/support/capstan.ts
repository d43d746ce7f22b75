import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { assertPromised } from './json-promise.ts'

export const projectRoot = join(import.meta.dirname, '..', '..')

export interface CapstanResult {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** What stdout holds as JSON; reading it fails the test when it is not JSON. */
  readonly json: unknown
}

export interface CapstanOptions {
  /** The folder of all state for this run; every test has its own. */
  readonly home: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string
}

/** Starts the real executable, with nothing of this process's own settings. */
export function startCapstan(args: readonly string[], options: CapstanOptions): ChildProcess {
  return spawn(process.execPath, [join(projectRoot, 'bin', 'run.js'), ...args], {
    cwd: options.cwd ?? options.home,
    env: { ...inheritedEnvironment(), CAPSTAN_HOME: options.home, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** This process's environment without its own settings of capstan. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('CAPSTAN_') && !name.startsWith('VITEST'),
  )
  return Object.fromEntries(inherited)
}

/** Runs the real executable to its end, without a terminal. */
export async function capstan(
  args: readonly string[],
  options: CapstanOptions,
): Promise<CapstanResult> {
  const child = startCapstan(args, options)
  child.stdin?.end(options.input ?? '')
  return finished(child, args)
}

/**
 * Collects what a started capstan prints until it ends.
 * @param args what it was started with, so that its JSON is held to what is promised of the command.
 */
export async function finished(
  child: ChildProcess,
  args: readonly string[] = [],
): Promise<CapstanResult> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, reason) => resolve([code, reason]))
    },
  )
  const stdout = Buffer.concat(out).toString('utf8')
  return {
    exitCode,
    signal,
    stdout,
    stderr: Buffer.concat(err).toString('utf8'),
    get json() {
      const json: unknown = JSON.parse(stdout)
      assertPromised(args, json)
      return json
    },
  }
}
