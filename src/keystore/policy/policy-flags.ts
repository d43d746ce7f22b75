import { amountFlag } from './asset-text.ts'
import type { Ceilings, KeyPolicy } from './policy.ts'

/** The rules of a policy, by the flag of `key policy` that sets each. */
export type PolicyRule =
  | 'allow-network'
  | 'allow-to'
  | 'max-per-tx'
  | 'max-per-day'
  | 'allow-command'

/**
 * The command that adds one value to a rule. A flag replaces all of its rule, so what the policy
 * holds already is given again.
 */
export function addingCommand(
  key: string,
  rule: 'allow-network' | 'allow-to' | 'allow-command',
  policy: KeyPolicy,
  value: string,
): string {
  const lists = {
    'allow-network': (policy.networks ?? []).map(String),
    'allow-to': policy.recipients ?? [],
    'allow-command': policy.commands ?? [],
  }
  return command(key, rule, [...lists[rule], value])
}

/** The command that raises the ceiling of one asset, or sets it. */
export function raisingCommand(
  key: string,
  rule: 'max-per-tx' | 'max-per-day',
  policy: KeyPolicy,
  asset: string,
  baseUnits: bigint,
): string {
  const ceilings: Ceilings | null =
    rule === 'max-per-tx' ? policy.maxPerTxBaseUnits : policy.maxPerDayBaseUnits
  const raised = Object.entries({ ...ceilings, [asset]: baseUnits })
  return command(
    key,
    rule,
    raised.map(([name, most]) => amountFlag(name, most)),
  )
}

function command(key: string, rule: PolicyRule, values: readonly string[]): string {
  const flags = values.map((value) => `--${rule} ${value.includes(' ') ? `"${value}"` : value}`)
  return ['capstan key policy', key, ...flags].join(' ')
}
