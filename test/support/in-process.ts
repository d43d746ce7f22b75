import fs, { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { commandNamed } from '../../src/cli/frame/command-words.ts'
import { runCommandLine } from '../../src/cli/frame/run-command-line.ts'
import {
  type CapstanOptions,
  type CapstanResult,
  inheritedEnvironment,
  projectRoot,
} from './capstan.ts'

const { version, commands } = JSON.parse(
  readFileSync(join(projectRoot, 'oclif.manifest.json'), 'utf8'),
) as { version: string; commands: object }
const commandIds: ReadonlySet<string> = new Set(Object.keys(commands))

let last: Promise<unknown> = Promise.resolve()

/**
 * Runs a command as the executable does, but in this process: for what it says of wrong usage,
 * where starting a process would be all that a test takes. One after another, since what a process
 * has is put in its place: environment, folder, output and end. There is nothing to read on stdin.
 */
export function inProcess(
  args: readonly string[],
  options: Omit<CapstanOptions, 'input'>,
): Promise<CapstanResult> {
  const run = last.then(() => runHere(args, options))
  last = run.catch(() => undefined)
  return run
}

/** Thrown where the process would end. */
class End extends Error {}

async function runHere(
  args: readonly string[],
  { home, cwd = home, env }: Omit<CapstanOptions, 'input'>,
): Promise<CapstanResult> {
  const Command = await commandClassOf(args)
  const { emitWarning, exit, exitCode, env: environment } = process
  const folder = process.cwd()
  const { writeSync } = fs
  const interrupts = process.listeners('SIGINT')
  const printed = { 1: '', 2: '' }
  process.exitCode = undefined
  process.env = { ...inheritedEnvironment(), CAPSTAN_HOME: home, ...env }
  process.chdir(cwd)
  // Of what a library warns of after the end nobody hears.
  process.emitWarning = () => undefined
  process.exit = () => {
    throw new End()
  }
  fs.writeSync = ((descriptor: number, bytes: Uint8Array) => {
    if (descriptor !== 1 && descriptor !== 2) throw new Error(`it writes to ${descriptor}`)
    printed[descriptor] += Buffer.from(bytes).toString('utf8')
    return bytes.length
  }) as typeof writeSync
  syncBuiltinESMExports()
  try {
    const line = { root: projectRoot, version, commandIds, commandClass: () => Command }
    await runCommandLine(args, line).catch((thrown: unknown) => {
      if (!(thrown instanceof End)) throw thrown
    })
    return {
      exitCode: Number(process.exitCode ?? 0),
      signal: null,
      stdout: printed[1],
      stderr: printed[2],
      get json() {
        return JSON.parse(printed[1])
      },
    }
  } finally {
    fs.writeSync = writeSync
    syncBuiltinESMExports()
    process.emitWarning = emitWarning
    process.exit = exit
    process.chdir(folder)
    process.env = environment
    process.exitCode = exitCode
    for (const added of process.listeners('SIGINT')) {
      if (!interrupts.includes(added)) process.off('SIGINT', added)
    }
  }
}

async function commandClassOf(args: readonly string[]): Promise<unknown> {
  const named = commandNamed(args, commandIds)
  if (!named) return undefined
  const path = join(projectRoot, 'src', 'commands', `${named.id.replaceAll(':', '/')}.ts`)
  return (await import(path)).default
}
