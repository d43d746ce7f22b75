/** A command and what follows its name. */
export interface NamedCommand {
  readonly id: string
  readonly argv: readonly string[]
}

/** Words of the longest command name there is. */
const LONGEST_NAME = 3

/**
 * The command whose name the arguments begin with: the longest there is. What follows may be a
 * word that the command does not take.
 * @param commandIds as oclif writes them: `migrate:swap:lock`.
 */
export function commandNamed(
  argv: readonly string[],
  commandIds: ReadonlySet<string>,
): NamedCommand | undefined {
  for (let count = LONGEST_NAME; count > 0; count--) {
    const words = argv.slice(0, count)
    // A colon in a word is oclif's own way to join them.
    if (words.length < count || words.some((word) => word.includes(':'))) continue
    const id = words.join(':')
    if (commandIds.has(id)) return { id, argv: argv.slice(count) }
  }
  return undefined
}

/** Whether help is asked for rather than the command run. */
export function wantsHelp(argv: readonly string[]): boolean {
  const options = optionsOf(argv)
  return options.includes('--help') || options.includes('-h')
}

export function wantsJson(argv: readonly string[]): boolean {
  return optionsOf(argv).includes('--json')
}

/** What stands before `--`, after which nothing is an option. */
function optionsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}
