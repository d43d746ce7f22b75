import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const POLL_MS = 10
const STOP_WITHIN_MS = 10_000
const STATE_FLAG = '--state'

/**
 * Process ids of the nodes that run on a state file. A node is known by its arguments, not by a
 * number that was written down: so a process that was given an old node's id is never taken for
 * it, and a node is found even if whoever started it died before writing anything.
 */
export async function devnetProcesses(stateFile: string): Promise<number[]> {
  const running = existsSync('/proc/self/cmdline') ? await procProcesses() : await psProcesses()
  return running.filter(({ runs }) => runs(stateFile)).map(({ pid }) => pid)
}

/** Whether the process is a node on that state file. */
export async function isDevnetProcess(pid: number, stateFile: string): Promise<boolean> {
  if (!existsSync('/proc/self/cmdline')) return (await devnetProcesses(stateFile)).includes(pid)
  return (await procProcess(pid)).runs(stateFile)
}

/** Ends a node: it may save its state first, and is killed when that takes too long. */
export async function stopDevnetProcess(pid: number, stateFile: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await isDevnetProcess(pid, stateFile))) return
    signalProcess(pid, signal)
    const deadline = Date.now() + STOP_WITHIN_MS
    while (!(await hasEnded(pid)) && Date.now() < deadline) await sleep(POLL_MS)
  }
}

/** Whether the process has let go of its port and files; its arguments are gone before those. */
async function hasEnded(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return true
  }
  // "PID (name) STATE …": a zombie is only waiting to be counted.
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
  // Gone meanwhile, or somebody else's: no node of ours.
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
