import type { CapstanError } from '../../primitives/capstan-error.ts'
import { redact } from '../../primitives/redact.ts'
import type { CapstanCommandClass } from './capstan-command.ts'
import { commandConfig, type Installation } from './command-config.ts'
import { commandNamed, wantsHelp, wantsJson } from './command-words.ts'
import { printResult, printStory, redactLogs } from './console.ts'
import { failureJson, failureText } from './envelope.ts'
import { cancelled, toCapstanError } from './failure.ts'
import { hasPlugins } from './installation.ts'
import { runInterruptCleanups } from './interrupt.ts'
import { storyTheme } from './theme.ts'

export interface CommandLine extends Installation {
  /** The class of a command, loaded when asked for. */
  commandClass(id: string): unknown
}

/**
 * Runs what the arguments name and ends the process with the resulting exit code. Failures outside a
 * command (an unknown one, Ctrl-C) get the same envelope as inside.
 */
export async function runCommandLine(argv: readonly string[], line: CommandLine): Promise<void> {
  process.once('SIGINT', () => {
    void runInterruptCleanups()
      .then(() => fail(argv, cancelled()))
      .finally(() => process.exit(process.exitCode))
  })
  if (!hasDirectory()) printStory('WARNING: current directory does not exist')
  if (process.env.DEBUG) redactLogs(process.stderr)
  // oclif, chalk and listr2 all obey the variable.
  if (argv.includes('--no-color')) process.env.NO_COLOR = '1'
  try {
    await run(argv, line)
  } catch (thrown) {
    await fail(argv, toCapstanError(thrown))
  }
  // Everything is written and closed by now; an idle connection must not keep the terminal.
  process.exit(process.exitCode)
}

/** A shell may stand in a folder that was removed under it; what is found there fails later on. */
function hasDirectory(): boolean {
  try {
    process.cwd()
    return true
  } catch {
    return false
  }
}

async function run(argv: readonly string[], line: CommandLine): Promise<void> {
  const named = commandNamed(argv, line.commandIds)
  if (named && !asksOclif(named.argv)) {
    const Command = line.commandClass(named.id) as CapstanCommandClass
    if (takesWord(Command, named.argv[0] ?? '--')) {
      Command.id = named.id
      return new Command([...named.argv], commandConfig(line)).start()
    }
  }
  const { runOclif } = await import('./run-oclif.ts')
  await runOclif(argv, line)
}

/** Help is oclif's, as are logs; and only oclif knows of plugins. */
function asksOclif(argv: readonly string[]): boolean {
  const { DEBUG, CAPSTAN_DEBUG } = process.env
  return wantsHelp(argv) || Boolean(DEBUG || CAPSTAN_DEBUG) || hasPlugins(process.env)
}

/** A word that a command does not take is part of the name of an unknown one. */
function takesWord(command: CapstanCommandClass, word: string): boolean {
  if (word.startsWith('-') || word.includes('=')) return true
  return !command.strict || Object.keys(command.args).length > 0
}

async function fail(argv: readonly string[], error: CapstanError): Promise<void> {
  process.exitCode = error.exitCode
  if (wantsJson(argv) && printed(redact(failureJson(error, [])))) return
  printStory(redact(failureText(error, await storyTheme(process.env))))
}

/** False if stdout fails (a full disk), which may be the failure to report. */
function printed(text: string): boolean {
  try {
    printResult(text)
    return true
  } catch {
    return false
  }
}
