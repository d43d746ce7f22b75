import { run } from '@oclif/core'
import type { CapstanError } from '../../primitives/capstan-error.ts'
import { redact } from '../../primitives/redact.ts'
import { printResult, printStory, redactLogs } from './console.ts'
import { failureJson, failureText } from './envelope.ts'
import { cancelled, toCapstanError } from './failure.ts'
import { runInterruptCleanups } from './interrupt.ts'
import { isAllTerminal } from './terminal.ts'
import { storyTheme } from './theme.ts'
import { commandUnknown, guardUnknownCommands } from './unknown-command.ts'

/**
 * Hands the arguments to oclif and ends the process with the resulting exit code. Failures outside a
 * command (an unknown one, Ctrl-C) get the same envelope as inside.
 */
export async function runCommandLine(argv: readonly string[], binUrl: string): Promise<void> {
  process.once('SIGINT', () => {
    void runInterruptCleanups()
      .then(() => fail(argv, cancelled()))
      .finally(() => process.exit(process.exitCode))
  })
  if (process.env.DEBUG) redactLogs(process.stderr)
  // oclif, chalk and listr2 all obey the variable.
  if (argv.includes('--no-color')) process.env.NO_COLOR = '1'
  guardUnknownCommands(argv, !wantsJson(argv) && isAllTerminal())
  try {
    await run([...argv], binUrl)
  } catch (thrown) {
    const isHelpForNothing =
      thrown instanceof Error && /^command .* not found/i.test(thrown.message)
    await fail(argv, isHelpForNothing ? commandUnknown(argv, [], thrown) : toCapstanError(thrown))
  }
  // Everything is written and closed by now; an idle connection must not keep the terminal.
  process.exit(process.exitCode)
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

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json')
}
