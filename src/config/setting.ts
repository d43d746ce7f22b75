export type SettingValue = string | number | boolean | readonly string[]

export interface SettingDefinition {
  readonly name: SettingName
  /** Environment variable that gives it. */
  readonly environment: string
  readonly kind: 'text' | 'list' | 'count' | 'switch' | 'gwei' | 'keystore'
  readonly summary: string
  readonly default?: SettingValue
}

export type SettingName =
  | 'network'
  | 'rpcUrl'
  | 'key'
  | 'keystore'
  | 'database'
  | 'yes'
  | 'confirmations'
  | 'maxFee'
  | 'priorityFee'
  | 'timeout'
