import { redact } from '../primitives/redact.ts'
import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { ConfigFiles, ResolvedConfig } from './resolve-config.ts'
import type { SettingName, SettingValue } from './setting.ts'

/** Each setting with its value and where it came from. */
export function settingsView({ settings }: ResolvedConfig): View {
  const rows = settings.map(({ name, value, source, origin }) => ({
    name,
    value: shown(value),
    source,
    origin,
  }))
  return {
    json: { settings: rows },
    text: textTable(
      ['setting', 'value', 'from'],
      rows.map(({ name, value, origin }) => [name, inWords(value), origin]),
    ),
  }
}

/** One setting; the text is the bare value, for use in scripts. */
export function settingView({ settings }: ResolvedConfig, name: SettingName): View {
  const setting = settings.find((row) => row.name === name)
  const value = shown(setting?.value ?? null)
  return {
    json: { name, value, source: setting?.source, origin: setting?.origin },
    text: value === null ? '' : inWords(value),
  }
}

export function settingWrittenView(
  name: string,
  { file, value }: { file: string; value: SettingValue },
): View {
  return {
    json: { name, value: shown(value), file },
    text: `${name} is now ${inWords(shown(value))} (${file}).`,
  }
}

export function configPathView(home: string, { projectFile, userFile }: ConfigFiles): View {
  return {
    json: { home, userFile, projectFile: projectFile ?? null },
    text: textFacts([
      ['home', home],
      ['user', userFile],
      ['project', projectFile ?? 'none in this folder or above'],
    ]),
  }
}

/** Endpoints and database URLs can carry credentials. */
function shown(value: SettingValue | null): SettingValue | null {
  if (typeof value === 'string') return redact(value)
  return Array.isArray(value) ? value.map((item: string) => redact(item)) : value
}

function inWords(value: SettingValue | null): string {
  if (value === null) return '-'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
