import { Config } from '@oclif/core'
import { refuseSecretArguments } from '../../keystore/argument-guard.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import { nearest } from '../../primitives/nearest.ts'

/**
 * Turns an unknown command into our error. oclif's plugin asks "Did you mean …?" on stdout whenever
 * stdin is a terminal, so it runs only if `ask`: stdout may feed a script. Secrets among the arguments
 * are refused before anything repeats them.
 * @throws nothing itself; a run COMMAND_UNKNOWN, KEY_ON_COMMAND_LINE
 */
export function guardUnknownCommands(argv: readonly string[], ask: boolean): void {
  const { runHook } = Config.prototype
  const guarded: typeof runHook = async function (this: Config, event, ...rest) {
    if (event !== 'command_not_found') return runHook.call(this, event, ...rest) as never
    refuseSecretArguments(argv)
    const commands = this.commandIDs.map((id) => id.replaceAll(':', ' '))
    if (!ask) throw commandUnknown(argv, commands)
    try {
      return (await runHook.call(this, event, ...rest)) as never
    } catch (thrown) {
      throw isUnanswered(thrown) ? commandUnknown(argv, commands, thrown) : thrown
    }
  }
  Config.prototype.runHook = guarded
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
