// The policy of a GradedMultisig. src/contracts/multisig/IGradedMultisig.sol says what it means.

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
  /** Base units, inclusive; null in the last tier. */
  readonly upToBaseUnits: bigint | null
  readonly threshold: number
}

export interface AssetRule {
  /** `native`, or the token's address, EIP-55. */
  readonly asset: string
  /** Within 24 hours; null for no limit. */
  readonly dailyLimitBaseUnits: bigint | null
  /** One to five, ascending. */
  readonly tiers: readonly Tier[]
}

export interface Listing {
  readonly address: string
  readonly status: Exclude<ListStatus, 'none'>
  /** Its name in this home; not on chain. */
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
  /** Weight needed to cancel a proposal. */
  readonly cancelWeight: number
  readonly suspectDelaySeconds: number
}

/** What changes; everything else stays. */
export interface PolicyChange {
  /** Weight 0 removes an owner. */
  readonly members: readonly { readonly address: string; readonly weight: number }[]
  readonly classes: Readonly<Partial<Record<OperationClass, ClassRule>>>
  /** No tiers: no longer listed. */
  readonly assets: readonly AssetRule[]
  readonly listings: readonly { readonly address: string; readonly status: ListStatus }[]
  readonly knownCalls: readonly (KnownCall & { readonly known: boolean })[]
  /** Null: unchanged. */
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
