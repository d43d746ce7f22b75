import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { inheritedEnvironment, projectRoot } from './capstan.ts'

/** `script` of util-linux gives a command a terminal; without it such tests are skipped, visibly. */
export const terminalMissing =
  process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0

export interface TerminalResult {
  readonly exitCode: number | null
  /** What the terminal was sent, escape sequences and all. */
  readonly screen: string
}

/**
 * Runs the real executable at a terminal of its own, and types each answer when its question is
 * seen.
 */
export function capstanAtTerminal(
  args: readonly string[],
  options: { home: string; env?: Readonly<Record<string, string>> },
  answers: readonly (readonly [question: RegExp, keys: string])[],
): Promise<TerminalResult> {
  const command = [process.execPath, join(projectRoot, 'bin', 'run.js'), ...args]
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: options.home,
    env: { ...inheritedEnvironment(), TERM: 'xterm', CAPSTAN_HOME: options.home, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let screen = ''
    let seen = 0
    const waiting = [...answers]
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, screen }))
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString('utf8')
      const [question, keys] = waiting[0] ?? []
      if (question === undefined || keys === undefined) return
      if (!question.test(screen.slice(seen))) return
      waiting.shift()
      seen = screen.length
      child.stdin.write(keys)
    })
  })
}
