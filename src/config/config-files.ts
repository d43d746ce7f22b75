import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Loader } from 'cosmiconfig'
import { nearest } from '../primitives/nearest.ts'
import { configFileInvalid, configKeyUnknown } from './config-errors.ts'
import type { SettingName } from './setting.ts'
import { SETTINGS, type SettingLayer } from './settings.ts'

/** Names a project's configuration may have, in the order they are looked for in each folder. */
const PROJECT_FILES = [
  'capstan.config.yaml',
  'capstan.config.json',
  'capstan.config.js',
  'capstan.config.ts',
  '.capstanrc',
]

/** The user's own configuration inside the home. */
export const USER_FILE = 'config.yaml'

/** The nearest project configuration at or above `directory`. */
export function findProjectFile(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    for (const name of PROJECT_FILES) {
      const path = join(folder, name)
      if (existsSync(path)) return path
    }
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * Reads one configuration file as a layer of settings. A missing file is an empty layer.
 * @throws CONFIG_FILE_INVALID if it cannot be read as a mapping, CONFIG_KEY_UNKNOWN for a key that
 * is no setting.
 */
export async function readConfigFile(
  path: string | undefined,
  source: 'project' | 'user',
): Promise<SettingLayer> {
  const values = path !== undefined && existsSync(path) ? await load(path) : {}
  return { source, values, origin: (name) => `${path} (${name})` }
}

async function load(path: string): Promise<Partial<Record<SettingName, unknown>>> {
  // Found without cosmiconfig, so that commands in a folder without configuration do not load it.
  const { cosmiconfig } = await import('cosmiconfig')
  const result = await cosmiconfig('capstan', { loaders: { '.ts': loadTypeScript } })
    .load(path)
    .catch((cause: unknown) => {
      throw configFileInvalid(path, reasonOf(cause), cause)
    })
  const content: unknown = result?.config ?? {}
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw configFileInvalid(path, 'it is not a mapping of settings')
  }
  const known: readonly string[] = SETTINGS.map(({ name }) => name)
  for (const key of Object.keys(content)) {
    if (!known.includes(key)) {
      throw configKeyUnknown(key, path, { nearest: nearest(key, known), known })
    }
  }
  return content
}

/**
 * cosmiconfig's own loader needs a compiler that operators do not have, and writes what it compiled
 * beside the file.
 */
const loadTypeScript: Loader = async (path) => {
  const { createJiti } = await import('jiti')
  return createJiti(path, { fsCache: false }).import(path, { default: true })
}

const SAYS_NOTHING = [/^\s*$/, / Error in .*:\s*$/, /^[> ]*\d* *\|/]

/** The first line of a parser's message that is neither the path again nor a piece of the file. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const line = message.split('\n').find((text) => !SAYS_NOTHING.some((form) => form.test(text)))
  return (line ?? 'it cannot be read').trim().replace(/\.$/, '')
}
