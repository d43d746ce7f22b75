import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomically } from '../primitives/atomic-file.ts'
import { withFileLock } from '../primitives/file-lock.ts'
import { nearest } from '../primitives/nearest.ts'
import { USER_FILE } from './config-files.ts'
import { settingUnknown } from './errors.ts'
import { parseSettingValue } from './setting-values.ts'
import { SETTINGS, type SettingDefinition, type SettingValue } from './settings.ts'

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
 * @throws CONFIG_SETTING_UNKNOWN, CONFIG_VALUE_INVALID.
 */
export async function setSetting(
  home: string,
  name: string,
  text: string,
): Promise<{ file: string; value: SettingValue }> {
  const definition = settingNamed(name)
  const value = parseSettingValue(definition, text, `the value given for "${name}"`)
  const file = join(home, USER_FILE)
  const { parseDocument } = await import('yaml')
  await withFileLock(`${file}.lock`, async () => {
    const document = parseDocument(existsSync(file) ? await readFile(file, 'utf8') : '')
    document.set(name, value)
    await writeFileAtomically(file, document.toString(), { mode: 0o600 })
  })
  return { file, value }
}
