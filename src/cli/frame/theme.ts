import { isStorySeen } from './terminal.ts'

/** The few colours capstan uses, by meaning. */
export interface Theme {
  error(text: string): string
  warning(text: string): string
  hint(text: string): string
}

const PLAIN: Theme = { error: (text) => text, warning: (text) => text, hint: (text) => text }

/** Colours for a story that is seen; plain text under `NO_COLOR`, which `--no-color` sets. */
export async function storyTheme(environment: NodeJS.ProcessEnv): Promise<Theme> {
  const wanted = isStorySeen() && (environment.NO_COLOR ?? '') === ''
  if (!wanted) return PLAIN
  const { default: chalk } = await import('chalk')
  return {
    error: (text) => chalk.bold.red(text),
    warning: (text) => chalk.yellow(text),
    hint: (text) => chalk.cyan(text),
  }
}
