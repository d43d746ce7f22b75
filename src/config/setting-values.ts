import { configValueInvalid } from './config-errors.ts'
import type { SettingDefinition, SettingValue } from './setting.ts'

const GWEI = /^[0-9]+(?:\.[0-9]{1,9})?$/
const COUNT_MAX = 1_000_000

/**
 * Turns what a flag, an environment variable or a file holds into the setting's own type.
 * @throws CONFIG_VALUE_INVALID naming `origin` and what is expected.
 */
export function parseSettingValue(
  { kind, name }: SettingDefinition,
  raw: unknown,
  origin: string,
): SettingValue {
  const value = PARSERS[kind](raw)
  if (value === undefined) throw configValueInvalid(name, origin, EXPECTED[kind])
  return value
}

const EXPECTED: Readonly<Record<SettingDefinition['kind'], string>> = {
  text: 'a non-empty text',
  list: 'one http or https URL, or a list of them',
  count: `a whole number from 0 to ${COUNT_MAX}`,
  switch: 'true or false',
  gwei: 'an amount of gwei such as 1.5',
  keystore: 'keychain or vault',
}

const PARSERS: Readonly<
  Record<SettingDefinition['kind'], (raw: unknown) => SettingValue | undefined>
> = {
  text: (raw) => (typeof raw === 'string' && raw !== '' ? raw : undefined),
  list: (raw) => {
    const items = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : []
    const urls = items.map((item) => (typeof item === 'string' ? item.trim() : ''))
    return urls.length > 0 && urls.every(isEndpoint) ? urls : undefined
  },
  count: (raw) => {
    const text = String(raw)
    const count = /^[0-9]{1,7}$/.test(text) ? Number(text) : Number.NaN
    return count <= COUNT_MAX ? count : undefined
  },
  switch: (raw) => SWITCHES.get(String(raw).toLowerCase()),
  gwei: (raw) => (GWEI.test(String(raw)) ? String(raw) : undefined),
  keystore: (raw) => (raw === 'keychain' || raw === 'vault' ? raw : undefined),
}

function isEndpoint(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

const SWITCHES = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['', false],
])
