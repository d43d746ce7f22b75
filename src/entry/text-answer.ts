import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isatty } from 'node:tty'
import { hasPlugins } from '../cli/frame/installation.ts'

const STDOUT = 1

export interface TextAnswers {
  /** Where the build has put the texts of the help, under `help`. */
  readonly folder: string
  readonly version: string
  readonly commandIds: ReadonlySet<string>
}

/**
 * What needs nothing but a look into a file: the version, and the help as the build wrote it down.
 * Undefined where oclif must answer: it lays out for the width and the colours of a terminal, knows
 * of plugins, and logs.
 */
export function textAnswer(
  argv: readonly string[],
  { folder, version, commandIds }: TextAnswers,
): string | undefined {
  const { env, platform, arch } = process
  const userAgent = `capstan/${version} ${platform}-${arch} node-${process.version}`
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) return userAgent
  const topic = helpTopic(argv, commandIds)
  if (topic === undefined || isatty(STDOUT) || asksOclif(env)) return undefined
  const path = join(folder, `${['help', ...topic].join('/')}.txt`)
  if (!existsSync(path) || hasPlugins(env)) return undefined
  return readFileSync(path, 'utf8').replace(USER_AGENT, userAgent).replace(/\n$/, '')
}

/** Whether oclif's help would be another one: with logs, colours, or of another width. */
function asksOclif(env: NodeJS.ProcessEnv): boolean {
  const { DEBUG, CAPSTAN_DEBUG, FORCE_COLOR, OCLIF_COLUMNS } = env
  const isColoured = FORCE_COLOR !== '0' && FORCE_COLOR
  return Boolean(DEBUG || CAPSTAN_DEBUG || OCLIF_COLUMNS || isColoured)
}

/** Stands in the texts for what names version and machine. */
export const USER_AGENT = '{user-agent}'

/** The words whose help is asked for and nothing else: none for that of capstan as a whole. */
function helpTopic(
  argv: readonly string[],
  commandIds: ReadonlySet<string>,
): readonly string[] | undefined {
  const words = argv.filter((word) => word !== '--help' && word !== '-h')
  if (!words.every((word) => /^[a-z]+(-[a-z]+)*$/.test(word))) return undefined
  if (words[0] === 'help') return words.slice(1)
  return words.length < argv.length || isTopic(words.join(':'), commandIds) ? words : undefined
}

/** A command that is named alone is run; a topic asks for its help, and so does nothing at all. */
function isTopic(name: string, commandIds: ReadonlySet<string>): boolean {
  if (name === '') return true
  return !commandIds.has(name) && [...commandIds].some((id) => id.startsWith(`${name}:`))
}
