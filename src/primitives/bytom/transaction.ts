/** Ledgers whose raw transactions are read here: Bytom 1.x and Vapor. */
export type TransactionLedger = 'bytom' | 'vapor'

export interface Transaction {
  readonly ledger: TransactionLedger
  readonly version: bigint
  /** Last height at which it is valid; 0 for no limit. */
  readonly timeRange: bigint
  readonly inputs: readonly TransactionInput[]
  readonly outputs: readonly TransactionOutput[]
}

export type TransactionInput = InputBytes &
  (
    | { readonly type: 'spend'; readonly spent: SpentOutput }
    /** Withdraws a vote; `vote` is the candidate's xpub, 64 bytes. */
    | { readonly type: 'veto'; readonly spent: SpentOutput; readonly vote: Uint8Array }
    | { readonly type: 'issue'; readonly issue: Issue }
    | { readonly type: 'coinbase'; readonly arbitrary: Uint8Array }
    | { readonly type: 'cross-in'; readonly spent: SpentOutput; readonly asset: AssetSource }
  )

export type InputType = TransactionInput['type']

interface InputBytes {
  /** As in the raw transaction, with any bytes behind the known ones. */
  readonly commitment: Uint8Array
  readonly witness: Witness
}

/** What an input shows to be let through, with the bytes around its arguments. */
export interface Witness {
  readonly before: Uint8Array
  /** Null for a coinbase, which has none. */
  readonly arguments: readonly Uint8Array[] | null
  readonly behind: Uint8Array
}

/** The output that an input spends, with the place where it was made. Amounts are base units. */
export interface SpentOutput {
  /** Mux id of the transaction that made it. */
  readonly sourceId: Uint8Array
  readonly assetId: Uint8Array
  readonly amount: bigint
  readonly sourcePosition: bigint
  readonly program: Uint8Array
}

export interface Issue {
  readonly nonce: Uint8Array
  readonly assetId: Uint8Array
  readonly amount: bigint
  readonly asset: AssetSource
}

/** What an asset's id is made of. */
export interface AssetSource {
  readonly definition: Uint8Array
  readonly vmVersion: bigint
  readonly program: Uint8Array
}

export interface TransactionOutput {
  readonly type: 'control' | 'retire' | 'vote' | 'cross-out'
  readonly assetId: Uint8Array
  readonly amount: bigint
  readonly program: Uint8Array
  /** The candidate's xpub, 64 bytes; only of a vote. */
  readonly vote?: Uint8Array
  /** The commitment as it stands in the raw transaction. */
  readonly commitment: Uint8Array
}
