import type { SettingDefinition, SettingName, SettingValue } from './setting.ts'
import { parseSettingValue } from './setting-values.ts'

/** Where a setting's value was found, strongest first. */
export type SettingSource = 'flag' | 'environment' | 'project' | 'user' | 'default'

/** Every setting. Any other key in a file is an error. */
export const SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'network',
    environment: 'CAPSTAN_NETWORK',
    kind: 'text',
    summary: 'network profile',
    default: 'devnet',
  },
  {
    name: 'rpcUrl',
    environment: 'CAPSTAN_RPC_URL',
    kind: 'list',
    summary: "endpoints instead of the profile's",
  },
  { name: 'key', environment: 'CAPSTAN_KEY', kind: 'text', summary: 'signing key' },
  {
    name: 'keystore',
    environment: 'CAPSTAN_KEYSTORE',
    kind: 'keystore',
    summary: 'where keys are stored',
  },
  {
    name: 'database',
    environment: 'CAPSTAN_DATABASE_URL',
    kind: 'text',
    summary: 'journal and indexes, sqlite:PATH',
  },
  {
    name: 'yes',
    environment: 'CAPSTAN_YES',
    kind: 'switch',
    summary: 'answer every confirmation with yes',
  },
  {
    name: 'confirmations',
    environment: 'CAPSTAN_CONFIRMATIONS',
    kind: 'count',
    summary: 'blocks to wait for',
  },
  {
    name: 'maxFee',
    environment: 'CAPSTAN_MAX_FEE',
    kind: 'gwei',
    summary: 'highest price per unit of gas, in gwei',
  },
  {
    name: 'priorityFee',
    environment: 'CAPSTAN_PRIORITY_FEE',
    kind: 'gwei',
    summary: 'tip per unit of gas, in gwei',
  },
  {
    name: 'timeout',
    environment: 'CAPSTAN_TIMEOUT',
    kind: 'count',
    summary: 'seconds to wait for a transaction before exit 9',
    default: 300,
  },
]

/** A source of settings: raw values by setting name, and its name in messages. */
export interface SettingLayer {
  readonly source: Exclude<SettingSource, 'default'>
  readonly values: Readonly<Partial<Record<SettingName, unknown>>>
  /** `--network`, `CAPSTAN_NETWORK` or a file and key, for messages. */
  readonly origin: (name: SettingName) => string
}

export interface ResolvedSetting {
  readonly name: SettingName
  readonly value: SettingValue | null
  readonly source: SettingSource
  readonly origin: string
}

/**
 * Takes each setting from the first layer that has it. Checks every value, also those that a stronger
 * layer hides, so that no mistake stays unnoticed in a file.
 * @throws CONFIG_VALUE_INVALID naming the place of the value.
 */
export function resolveSettings(layers: readonly SettingLayer[]): readonly ResolvedSetting[] {
  return SETTINGS.map((definition) => {
    const found = layers
      .filter((layer) => layer.values[definition.name] !== undefined)
      .map((layer) => ({
        name: definition.name,
        value: parseSettingValue(
          definition,
          layer.values[definition.name],
          layer.origin(definition.name),
        ),
        source: layer.source,
        origin: layer.origin(definition.name),
      }))
    return (
      found[0] ?? {
        name: definition.name,
        value: definition.default ?? null,
        source: 'default' as const,
        origin: 'built-in',
      }
    )
  })
}

/** The values an operation works with. */
export interface Settings {
  readonly network: string
  readonly rpcUrls: readonly string[]
  readonly key: string | undefined
  readonly keystore: 'keychain' | 'vault' | undefined
  readonly databaseUrl: string | undefined
  readonly yes: boolean
  readonly confirmations: number | undefined
  readonly maxFeeGwei: string | undefined
  readonly priorityFeeGwei: string | undefined
  readonly timeoutSeconds: number
}

/** The resolved rows as named, typed values. */
export function settingsOf(resolved: readonly ResolvedSetting[]): Settings {
  const value = (name: SettingName) => resolved.find((row) => row.name === name)?.value ?? undefined
  return {
    network: value('network') as string,
    rpcUrls: (value('rpcUrl') as readonly string[] | undefined) ?? [],
    key: value('key') as string | undefined,
    keystore: value('keystore') as Settings['keystore'],
    databaseUrl: value('database') as string | undefined,
    yes: (value('yes') as boolean | undefined) ?? false,
    confirmations: value('confirmations') as number | undefined,
    maxFeeGwei: value('maxFee') as string | undefined,
    priorityFeeGwei: value('priorityFee') as string | undefined,
    timeoutSeconds: value('timeout') as number,
  }
}
