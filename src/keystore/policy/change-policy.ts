import { parseAmount, parseBaseUnits } from '../../primitives/amount.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { KeyType } from '../key-type.ts'
import { type Ceilings, type KeyPolicy, NO_RULES } from './policy.ts'
import { policyTerms } from './policy-terms.ts'

/** What `key policy` sets; undefined parts stay as they are. */
export interface PolicyChange {
  /** Start from a policy without rules. */
  readonly clear?: boolean | undefined
  /** Chain ids. */
  readonly networks?: readonly number[] | undefined
  /** Addresses as they are typed. */
  readonly recipients?: readonly string[] | undefined
  /** `1.5` of the coin, or `ASSET=BASEUNITS`. */
  readonly maxPerTx?: readonly string[] | undefined
  readonly maxPerDay?: readonly string[] | undefined
  /** As they are typed: `migrate distribute`. */
  readonly commands?: readonly string[] | undefined
}

/** Whether a change sets a rule or removes all. */
export function changesAnything({ clear, ...rules }: PolicyChange): boolean {
  return clear === true || Object.values(rules).some((rule) => rule !== undefined)
}

/**
 * The policy after a change; null when no rule is left.
 * @throws AMOUNT_INVALID, POLICY_ASSET_TWICE; of an EVM key ADDRESS_INVALID, ADDRESS_CHECKSUM; of a
 * Bytom key POLICY_NETWORK_UNKNOWABLE, BYTOM_ADDRESS_INVALID, BYTOM_ASSET_INVALID
 */
export function changedPolicy(
  type: KeyType,
  before: KeyPolicy | null,
  change: PolicyChange,
): KeyPolicy | null {
  const { namesChain, parseRecipient } = policyTerms(type)
  const { networks, recipients, maxPerTx, maxPerDay, commands } = change
  if (networks !== undefined && !namesChain) throw networksUnknowable(type)
  const policy: KeyPolicy = {
    ...(change.clear || before === null ? NO_RULES : before),
    ...(networks && { networks: distinct(networks).sort((a, b) => a - b) }),
    ...(recipients && { recipients: distinct(recipients.map(parseRecipient)).sort() }),
    ...(maxPerTx && { maxPerTxBaseUnits: parseCeilings(type, maxPerTx, 'max-per-tx') }),
    ...(maxPerDay && { maxPerDayBaseUnits: parseCeilings(type, maxPerDay, 'max-per-day') }),
    ...(commands && { commands: distinct(commands).sort() }),
  }
  return Object.values(policy).every((rule) => rule === null) ? null : policy
}

function parseCeilings(type: KeyType, texts: readonly string[], flag: string): Ceilings {
  const ceilings = texts.map((text) => parseCeiling(type, text, flag))
  const twice = ceilings.find(([asset], index) => ceilings.findIndex(([a]) => a === asset) < index)
  if (twice) throw assetTwice(flag, twice[0])
  return Object.fromEntries(ceilings.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function parseCeiling(type: KeyType, text: string, flag: string): [string, bigint] {
  const { coin, coinDecimals, parseAsset } = policyTerms(type)
  const what = `value of --${flag}`
  const end = text.indexOf('=')
  if (end === -1) return [coin, parseAmount(text, { decimals: coinDecimals, what })]
  return [parseAsset(text.slice(0, end)), parseBaseUnits(text.slice(end + 1), what)]
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

function networksUnknowable(type: KeyType): CapstanError {
  return new CapstanError({
    code: 'POLICY_NETWORK_UNKNOWABLE',
    kind: 'usage',
    message: `A raw ${type} transaction names no network, so this key cannot have --allow-network.`,
    details: { type },
  })
}

function assetTwice(flag: string, asset: string): CapstanError {
  return new CapstanError({
    code: 'POLICY_ASSET_TWICE',
    kind: 'usage',
    message: `--${flag} gives ${asset} two limits.`,
    details: { flag, asset },
  })
}
