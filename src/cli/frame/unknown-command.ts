import type { Hook } from '@oclif/core'
import { refuseSecretArguments } from '../../keystore/argument-guard.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { nearest } from '../../primitives/nearest.ts'
import { wantsJson } from './command-words.ts'
import { isAllTerminal } from './terminal.ts'

/**
 * capstan's hook for unknown commands, which turns them into our error. oclif's plugin asks "Did you
 * mean …?" on stdout whenever stdin is a terminal, so it runs only where nothing is captured: stdout
 * may feed a script. Secrets among the arguments are refused before anything repeats them.
 * @throws COMMAND_UNKNOWN, KEY_ON_COMMAND_LINE
 */
export const unknownCommandHook: Hook.CommandNotFound = async function (options) {
  const argv = process.argv.slice(2)
  refuseSecretArguments(argv)
  const commands = options.config.commandIDs.map((id) => id.replaceAll(':', ' '))
  if (wantsJson(argv) || !isAllTerminal()) throw commandUnknown(argv, commands)
  const { default: ask } = await import('@oclif/plugin-not-found')
  try {
    return await ask.call(this, options)
  } catch (thrown) {
    throw isUnanswered(thrown) ? commandUnknown(argv, commands, thrown) : thrown
  }
}

/** @param commands all there are, their words separated by spaces. */
export function commandUnknown(
  argv: readonly string[],
  commands: readonly string[],
  cause?: unknown,
): CapstanError {
  const words = argv.filter((word) => !word.startsWith('-')).join(' ') || argv.join(' ')
  const near =
    commands.find((command) => words.startsWith(`${command} `)) ?? nearest(words, commands)
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`
  return new CapstanError({
    code: 'COMMAND_UNKNOWN',
    kind: 'usage',
    message: `"${words}" is not a capstan command.${hint}`,
    details: { nearest: near ?? null },
    suggestions: [near === undefined ? 'capstan --help' : `capstan ${near} --help`],
    cause,
  })
}

/** The plugin's error if nobody accepted its guess. */
function isUnanswered(thrown: unknown): boolean {
  return (thrown as { oclif?: { exit?: number } }).oclif?.exit === 127
}
