import { join } from 'node:path'
import type { Hook } from '@oclif/core'
import { commandNamed } from '../cli/frame/command-words.ts'
import { printResult } from '../cli/frame/console.ts'
import type { runCommandLine } from '../cli/frame/run-command-line.ts'
import { openCodeCache } from './code-cache.ts'
import { ScriptLoader } from './script-loader.ts'
import { textAnswer } from './text-answer.ts'

/** Put here by the build. */
declare const BUILD: {
  /** Names the contents of all scripts. */
  readonly id: string
  readonly version: string
  /** The id of every command: `migrate:swap:lock`. */
  readonly commandIds: readonly string[]
}

const root = join(__dirname, '..')
const commandIds = new Set(BUILD.commandIds)
let loader: ScriptLoader | undefined

/** Runs capstan with the process's arguments. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  const text = textAnswer(argv, { folder: __dirname, version: BUILD.version, commandIds })
  if (text !== undefined) return printResult(text)
  const { runCommandLine: run } = load('cli/frame', 'run-command-line.ts') as {
    runCommandLine: typeof runCommandLine
  }
  await run(argv, { root, version: BUILD.version, commandIds, commandClass })
}

/** All commands, for oclif; a command's module is loaded when it is looked at. */
export const commands = Object.defineProperties(
  {},
  Object.fromEntries(
    BUILD.commandIds.map((id) => [id, { enumerable: true, get: () => commandClass(id) }]),
  ),
)

/** The hook of oclif that `package.json` names. */
export const unknownCommandHook: Hook.CommandNotFound = function (options) {
  const hooks = load('cli/frame', 'unknown-command.ts') as {
    unknownCommandHook: Hook.CommandNotFound
  }
  return hooks.unknownCommandHook.call(this, options)
}

function commandClass(id: string): unknown {
  const words = id.split(':')
  const file = `${words.pop()}.ts`
  return (load(['commands', ...words].join('/'), file) as { default: unknown }).default
}

function load(script: string, file: string): object {
  loader ??= openLoader()
  return loader.load(script, `src/${script}/${file}`)
}

function openLoader(): ScriptLoader {
  const command = commandNamed(process.argv.slice(2), commandIds)?.id.replaceAll(':', '.')
  const cache = openCodeCache(BUILD.id, command ?? 'oclif', process.env)
  const opened = new ScriptLoader(join(__dirname, 'scripts'), cache)
  // When the command has run, so that the functions it needed are among what is kept.
  process.once('exit', (exitCode) => cache.keep(opened.scripts, exitCode === 0))
  return opened
}
