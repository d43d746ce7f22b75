// What the rules of a campaign make of a snapshot: every base unit of it ends in exactly one bucket.

/** Where the supply went, in base units of the snapshot. The sum is the snapshot's total. */
export interface Buckets {
  /** Becomes allocations. */
  readonly allocated: bigint
  /** Balances whose allocation would be below the minimum. */
  readonly dust: bigint
  /** Balances of excluded addresses. */
  readonly excluded: bigint
  /** What fewer decimals cannot express; less than one unit of the allocation a holder. */
  readonly rounding: bigint
  /** Balances that no account of the new chain is bound to. */
  readonly unbound: bigint
  /** Under programs of Bytom that nobody can be shown to own; only where the holders are of Bytom. */
  readonly unattributable?: bigint | undefined
}

/** A balance that did not become an allocation of its own, and by which rule. */
export interface RuledBalance {
  /** `0x` and 40 lower-case hex characters, or an address of Bytom in lower case. */
  readonly address: string
  readonly outcome: 'excluded' | 'redirected' | 'dust'
  /** Base units of the snapshot. */
  readonly balanceBaseUnits: bigint
  /** Place of the rule in the campaign, such as `exclude[0]`. */
  readonly rule: string
}

/** Takes what the rules decide, in ascending order of address. */
export interface AllocationSink {
  /** @param rows packed, valid until it returns; amounts in base units of the new asset. */
  allocate(rows: Uint8Array): void
  rule(balance: RuledBalance): void
}

/** Takes the balances of a snapshot while they are read, in ascending order of address. */
export interface BalanceCensus {
  /** @param baseUnits above 0 */
  add(address: string, baseUnits: bigint): void
  /** As `add`, of packed rows, valid until it returns. */
  addRows(rows: Uint8Array): void
}

/** What the rules made of all balances. */
export interface AllocationTotals {
  readonly buckets: Buckets
  /** Base units of the snapshot. */
  readonly snapshotTotalBaseUnits: bigint
  /** Sum of the allocations, in base units of the new asset. */
  readonly totalBaseUnits: bigint
  /** Rules whose address holds nothing, such as `exclude[0]`: perhaps a mistyped one. */
  readonly idleRules: readonly string[]
}
