/** The name of an EVM chain's own coin among the assets of a policy. */
export const NATIVE = 'native'

/** The asset id of BTM, the coin of every Bytom chain. */
export const BTM = 'f'.repeat(64)

/** Most base units by asset: `native` or a token's EIP-55 address, or a Bytom asset id. */
export type Ceilings = Readonly<Record<string, bigint>>

/** What a key may sign. A null part sets no rule. */
export interface KeyPolicy {
  /** Chain ids. */
  readonly networks: readonly number[] | null
  /** EIP-55, or addresses of a Bytom chain. */
  readonly recipients: readonly string[] | null
  readonly maxPerTxBaseUnits: Ceilings | null
  /** For any 24 hours. */
  readonly maxPerDayBaseUnits: Ceilings | null
  /** As typed: `migrate distribute`; a topic stands for all its commands. */
  readonly commands: readonly string[] | null
}

/** A policy without rules. */
export const NO_RULES: KeyPolicy = {
  networks: null,
  recipients: null,
  maxPerTxBaseUnits: null,
  maxPerDayBaseUnits: null,
  commands: null,
}

/** Whether an asset has a ceiling of either kind. */
export function hasCeiling(policy: KeyPolicy, asset: string): boolean {
  return [policy.maxPerTxBaseUnits, policy.maxPerDayBaseUnits].some(
    (ceilings) => ceilings !== null && Object.hasOwn(ceilings, asset),
  )
}

/** Whether a policy limits amounts at all. */
export function hasCeilings({ maxPerTxBaseUnits, maxPerDayBaseUnits }: KeyPolicy): boolean {
  return maxPerTxBaseUnits !== null || maxPerDayBaseUnits !== null
}

/** The ceiling of an asset, or undefined. */
export function ceilingOf(ceilings: Ceilings | null, asset: string): bigint | undefined {
  return ceilings !== null && Object.hasOwn(ceilings, asset) ? ceilings[asset] : undefined
}

/** The policy as JSON: amounts are decimal strings of base units. */
export function policyJson(policy: KeyPolicy): object {
  return {
    ...policy,
    maxPerTxBaseUnits: ceilingsJson(policy.maxPerTxBaseUnits),
    maxPerDayBaseUnits: ceilingsJson(policy.maxPerDayBaseUnits),
  }
}

function ceilingsJson(ceilings: Ceilings | null): Record<string, string> | null {
  if (ceilings === null) return null
  return Object.fromEntries(Object.entries(ceilings).map(([asset, most]) => [asset, `${most}`]))
}
