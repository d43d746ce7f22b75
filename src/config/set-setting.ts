import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../primitives/atomic-file.ts'
import { withFileLock } from '../primitives/file-lock.ts'
import { nearest } from '../primitives/nearest.ts'
import { configFileInvalid, settingUnknown } from './config-errors.ts'
import { USER_FILE } from './config-files.ts'
import type { SettingDefinition, SettingValue } from './setting.ts'
import { parseSettingValue } from './setting-values.ts'
import { SETTINGS } from './settings.ts'

/**
 * The definition of the setting called `name`.
 * @throws CONFIG_SETTING_UNKNOWN with the nearest name.
 */
export function settingNamed(name: string): SettingDefinition {
  const definition = SETTINGS.find((setting) => setting.name === name)
  if (definition) return definition
  throw settingUnknown(
    name,
    nearest(
      name,
      SETTINGS.map((setting) => setting.name),
    ),
  )
}

/**
 * Writes one setting into the user's configuration, keeping its other lines and comments.
 * @throws CONFIG_SETTING_UNKNOWN, CONFIG_VALUE_INVALID, CONFIG_FILE_INVALID, FILE_LOCKED
 */
export async function setSetting(
  home: string,
  name: string,
  text: string,
): Promise<{ file: string; value: SettingValue }> {
  const definition = settingNamed(name)
  const value = parseSettingValue(definition, text, 'this command')
  const file = join(home, USER_FILE)
  await withFileLock(`${file}.lock`, async () => {
    const text = existsSync(file) ? await readFile(file, 'utf8') : ''
    await writeFileAtomically(file, await withSetting(text, name, value, file), { mode: 0o600 })
  })
  return { file, value }
}

async function withSetting(
  text: string,
  name: string,
  value: SettingValue,
  file: string,
): Promise<string> {
  const { parseDocument, isMap, YAMLMap } = await import('yaml')
  const document = parseDocument(text)
  const [error] = document.errors
  if (error) throw configFileInvalid(file, firstLine(error.message), error)
  if (document.toJS() === null) document.contents = new YAMLMap() as typeof document.contents
  if (!isMap(document.contents)) throw configFileInvalid(file, 'it is not a mapping of settings')
  document.set(name, value)
  return document.toString()
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/:$/, '')
}
