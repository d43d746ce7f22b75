// The rules of a GradedMultisig, as its members agree on them. What they mean is written in
// src/contracts/multisig/IGradedMultisig.sol.

/** In the order of the contract's `OperationClass`. */
export const OPERATION_CLASSES = [
  'transfer',
  'token-transfer',
  'approval',
  'call',
  'batch',
  'policy',
] as const
export type OperationClass = (typeof OPERATION_CLASSES)[number]

/** In the order of the contract's `Standing`. */
export const LIST_STATUSES = ['none', 'allowed', 'suspect', 'denied'] as const
export type ListStatus = (typeof LIST_STATUSES)[number]

export interface ClassRule {
  readonly threshold: number
  readonly delaySeconds: number
}

/** Amounts up to the ceiling take at least the threshold. */
export interface Tier {
  /** Base units, included; null in the last tier, which has no end. */
  readonly upToBaseUnits: bigint | null
  readonly threshold: number
}

export interface AssetRule {
  /** `native`, or the token's address, EIP-55. */
  readonly asset: string
  /** Within 24 hours; null for no limit. */
  readonly dailyLimitBaseUnits: bigint | null
  /** One to five, rising. */
  readonly tiers: readonly Tier[]
}

export interface Listing {
  readonly address: string
  readonly status: Exclude<ListStatus, 'none'>
  /** What this home calls it; no chain knows. */
  readonly name: string | null
}

/** A function that takes the class call instead of the highest. */
export interface KnownCall {
  readonly target: string
  /** `0x` and 8 hex characters. */
  readonly selector: string
}

export interface MultisigPolicy {
  readonly classes: Readonly<Record<OperationClass, ClassRule>>
  readonly assets: readonly AssetRule[]
  readonly listings: readonly Listing[]
  readonly knownCalls: readonly KnownCall[]
  /** Weight that calls a proposal off. */
  readonly cancelWeight: number
  readonly suspectDelaySeconds: number
}

/** What changes; all the rest stays. */
export interface PolicyChange {
  /** Weight 0 removes. */
  readonly members: readonly { readonly address: string; readonly weight: number }[]
  readonly classes: Readonly<Partial<Record<OperationClass, ClassRule>>>
  /** Without tiers: no longer listed. */
  readonly assets: readonly AssetRule[]
  readonly listings: readonly { readonly address: string; readonly status: ListStatus }[]
  readonly knownCalls: readonly (KnownCall & { readonly known: boolean })[]
  /** Null: as it is. */
  readonly cancelWeight: number | null
  readonly suspectDelaySeconds: number | null
}

export const NO_CHANGE: PolicyChange = {
  members: [],
  classes: {},
  assets: [],
  listings: [],
  knownCalls: [],
  cancelWeight: null,
  suspectDelaySeconds: null,
}
