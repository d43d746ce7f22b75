import { run } from '@oclif/core'
import { CapstanError } from '../primitives/capstan-error.ts'
import { redact } from '../primitives/redact.ts'
import { printResult, printStory } from './console.ts'
import { failureJson, failureText } from './envelope.ts'
import { cancelled, toCapstanError } from './failure.ts'
import { runInterruptCleanups } from './interrupt.ts'
import { themeFor } from './theme.ts'

/**
 * Hands the arguments to oclif and ends the process with the exit code that was decided. What
 * fails outside a command (an unknown one, Ctrl-C) gets the same envelope as inside.
 */
export async function runCommandLine(argv: readonly string[], binUrl: string): Promise<void> {
  process.once('SIGINT', () => {
    void runInterruptCleanups()
      .then(() => fail(argv, cancelled()))
      .finally(() => process.exit(process.exitCode))
  })
  try {
    await run([...argv], binUrl)
  } catch (thrown) {
    await fail(argv, outsideCommand(thrown, argv))
  }
  // Everything is written and closed by now; an idle connection must not keep the terminal.
  process.exit(process.exitCode)
}

async function fail(argv: readonly string[], error: CapstanError): Promise<void> {
  process.exitCode = error.exitCode
  if (wantsJson(argv)) return printResult(redact(failureJson(error, [])))
  printStory(redact(failureText(error, await themeFor(process.stderr, process.env))))
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json')
}

const UNKNOWN_COMMAND_EXIT = 127

function outsideCommand(thrown: unknown, argv: readonly string[]): CapstanError {
  const exit = (thrown as { oclif?: { exit?: number } }).oclif?.exit
  if (exit === UNKNOWN_COMMAND_EXIT || (exit === 2 && isCommandNotFound(thrown))) {
    const words = argv.filter((word) => !word.startsWith('-'))
    return new CapstanError({
      code: 'COMMAND_UNKNOWN',
      kind: 'usage',
      message: `"${words.join(' ')}" is not a capstan command.`,
      suggestions: ['capstan --help'],
      cause: thrown,
    })
  }
  return toCapstanError(thrown)
}

function isCommandNotFound(thrown: unknown): boolean {
  return thrown instanceof Error && /command .* not found/i.test(thrown.message)
}
