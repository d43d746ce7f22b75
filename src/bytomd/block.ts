/** A block of Bytom 1.x as `get-block` returns it. Hashes, ids and programs are lower-case hex without 0x. */
export interface Block extends BlockHeader {
  readonly transactions: readonly BlockTransaction[]
}

export interface BlockHeader {
  readonly hash: string
  readonly version: bigint
  readonly height: number
  readonly previousHash: string
  /** Unix seconds. */
  readonly timestamp: bigint
  readonly nonce: bigint
  readonly bits: bigint
  readonly transactionRoot: string
  readonly statusRoot: string
}

export interface BlockTransaction {
  readonly id: string
  readonly version: bigint
  readonly timeRange: bigint
  /** Only its BTM moved: inputs and outputs of other assets have no effect. */
  readonly statusFail: boolean
  readonly muxId: string
  readonly inputs: readonly BlockInput[]
  readonly outputs: readonly BlockOutput[]
}

/** The part of a block that is used once it is verified. */
export interface VerifiedBlock
  extends Pick<BlockHeader, 'hash' | 'height' | 'previousHash' | 'timestamp'> {
  readonly transactions: readonly VerifiedTransaction[]
}

export type VerifiedTransaction = Pick<BlockTransaction, 'id' | 'statusFail' | 'inputs' | 'outputs'>

interface InputValue {
  readonly inputId: string
  readonly assetId: string
  /** Base units; 0 for a coinbase. */
  readonly amount: bigint
}

export type BlockInput = InputValue &
  (
    | { readonly type: 'spend'; readonly spentOutputId: string; readonly program: string }
    | { readonly type: 'coinbase'; readonly arbitrary: string }
    | {
        readonly type: 'issue'
        readonly issuanceProgram: string
        /** The asset's definition, as JSON. */
        readonly definition: string
      }
    /** Names an output that another input spends once more; its input id is zero. */
    | { readonly type: 'repeated' }
  )

export interface BlockOutput {
  readonly id: string
  readonly assetId: string
  /** Base units. */
  readonly amount: bigint
  readonly program: string
}
