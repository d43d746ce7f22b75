// The rules of a campaign, applied to a snapshot: every base unit ends in exactly one bucket.

/** Where the supply goes, in base units of the snapshot. The sum is the total of the snapshot. */
export interface Buckets {
  /** Becomes allocations. */
  readonly allocated: bigint
  /** Balances whose allocation would be below the minimum. */
  readonly dust: bigint
  /** Balances of excluded addresses. */
  readonly excluded: bigint
  /** What fewer decimals cannot express; less than one unit of the allocation per holder. */
  readonly rounding: bigint
  /** Balances of holders who are bound to no account. */
  readonly unbound: bigint
  /** Balances of control programs whose owner nobody can prove; only for Bytom holders. */
  readonly unattributable?: bigint | undefined
}

/** A balance that is not an allocation of its own, and the rule behind it. */
export interface RuledBalance {
  /** `0x` and 40 lower-case hex characters, or a Bytom address in lower case. */
  readonly address: string
  readonly outcome: 'excluded' | 'redirected' | 'dust'
  /** Base units of the snapshot. */
  readonly balanceBaseUnits: bigint
  /** Place of the rule in the campaign, such as `exclude[0]`. */
  readonly rule: string
}

/** Takes the outcomes of the rules, in ascending order of address. */
export interface AllocationSink {
  /** @param rows packed, valid until it returns; amounts in base units of the new asset. */
  allocate(rows: Uint8Array): void
  rule(balance: RuledBalance): void
}

/** Takes the balances of a snapshot as they are read, in ascending order of address. */
export interface BalanceCensus {
  /** @param baseUnits above 0 */
  add(address: string, baseUnits: bigint): void
  /** As `add`, for packed rows, valid until it returns. */
  addRows(rows: Uint8Array): void
}

/** Sums over all balances. */
export interface AllocationTotals {
  readonly buckets: Buckets
  /** Base units of the snapshot. */
  readonly snapshotTotalBaseUnits: bigint
  /** Sum of the allocations, in base units of the new asset. */
  readonly totalBaseUnits: bigint
  /** Rules whose address holds nothing, such as `exclude[0]`; perhaps mistyped. */
  readonly idleRules: readonly string[]
}
