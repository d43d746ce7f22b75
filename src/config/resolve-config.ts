import { join } from 'node:path'
import { findProjectFile, readConfigFile, USER_FILE } from './config-files.ts'
import type { SettingName } from './setting.ts'
import { type ResolvedSetting, resolveSettings, SETTINGS, type SettingLayer } from './settings.ts'

export interface ConfigInput {
  /** Values given as flags, by setting name. */
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the search for a project file begins. */
  readonly directory: string
  readonly home: string
}

/** Where configuration is looked for. */
export interface ConfigFiles {
  /** The nearest at or above the working directory. */
  readonly projectFile: string | undefined
  readonly userFile: string
}

export interface ResolvedConfig extends ConfigFiles {
  readonly settings: readonly ResolvedSetting[]
}

/** The files in force, valid or not. */
export function configFiles({
  directory,
  home,
}: Pick<ConfigInput, 'directory' | 'home'>): ConfigFiles {
  return { projectFile: findProjectFile(directory), userFile: join(home, USER_FILE) }
}

/**
 * Every setting with where it came from: flag > environment > project file > user file > built-in.
 * @throws CONFIG_VALUE_INVALID, CONFIG_KEY_UNKNOWN, CONFIG_FILE_INVALID.
 */
export async function resolveConfig(input: ConfigInput): Promise<ResolvedConfig> {
  const { projectFile, userFile } = configFiles(input)
  const settings = resolveSettings([
    { source: 'flag', values: input.flags, origin: flagName },
    environmentLayer(input.environment),
    await readConfigFile(projectFile, 'project'),
    await readConfigFile(userFile, 'user'),
  ])
  return { settings, projectFile, userFile }
}

function environmentLayer(environment: ConfigInput['environment']): SettingLayer {
  const variable = new Map(SETTINGS.map((setting) => [setting.name, setting.environment]))
  const values: Partial<Record<SettingName, unknown>> = {}
  for (const { name, environment: variableName } of SETTINGS) {
    const value = environment[variableName]
    if (value !== undefined && value !== '') values[name] = value
  }
  return { source: 'environment', values, origin: (name) => variable.get(name) as string }
}

/** `--rpc-url` for `rpcUrl`. */
function flagName(name: SettingName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
