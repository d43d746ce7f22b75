import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const POLL_MS = 10
const STOP_WITHIN_MS = 10_000
const STATE_FLAG = '--state'

/**
 * Process ids of the nodes that run on a state file. A node is recognized by its arguments, not by a
 * recorded id: so a process that reuses the id of an old node is never mistaken for it, and a node is
 * found even if its starter died before it recorded anything.
 */
export async function devnetProcesses(stateFile: string): Promise<number[]> {
  const running = existsSync('/proc/self/cmdline') ? await procProcesses() : await psProcesses()
  return running.filter(({ runs }) => runs(stateFile)).map(({ pid }) => pid)
}

/** Is the process a node on this state file? */
export async function isDevnetProcess(pid: number, stateFile: string): Promise<boolean> {
  if (!existsSync('/proc/self/cmdline')) return (await devnetProcesses(stateFile)).includes(pid)
  return (await procProcess(pid)).runs(stateFile)
}

/** Stops a node: it may save its state first, and is killed if that takes too long. */
export async function stopDevnetProcess(pid: number, stateFile: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await isDevnetProcess(pid, stateFile))) return
    signalProcess(pid, signal)
    const deadline = Date.now() + STOP_WITHIN_MS
    while (!(await hasEnded(pid)) && Date.now() < deadline) await sleep(POLL_MS)
  }
}

/** Has the process released its port and files? Its arguments go before those. */
async function hasEnded(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return true
  }
  // "PID (name) STATE …": a zombie holds nothing any more.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /\) [ZX] /.test(stat)
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

interface RunningProcess {
  readonly pid: number
  runs(stateFile: string): boolean
}

async function procProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return Promise.all(pids.map((pid) => procProcess(Number(pid))))
}

async function procProcess(pid: number): Promise<RunningProcess> {
  // It has ended, or belongs to another user: not one of our nodes.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const args = commandLine.split('\0')
  return {
    pid,
    runs: (stateFile) => args.some((arg, i) => arg === STATE_FLAG && args[i + 1] === stateFile),
  }
}

async function psProcesses(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args='])
  return stdout.split('\n').map((line) => ({
    pid: Number.parseInt(line, 10),
    runs: (stateFile) => line.includes(` ${STATE_FLAG} ${stateFile} `),
  }))
}
