/** The few colours capstan uses, by meaning. */
export interface Theme {
  error(text: string): string
  warning(text: string): string
  hint(text: string): string
}

const PLAIN: Theme = { error: (text) => text, warning: (text) => text, hint: (text) => text }

/** Colours for a terminal; plain text under `NO_COLOR`, `--no-color` or when nobody looks. */
export async function themeFor(
  stream: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): Promise<Theme> {
  const wanted = stream.isTTY === true && (environment.NO_COLOR ?? '') === ''
  if (!wanted) return PLAIN
  const { default: chalk } = await import('chalk')
  return {
    error: (text) => chalk.bold.red(text),
    warning: (text) => chalk.yellow(text),
    hint: (text) => chalk.cyan(text),
  }
}
