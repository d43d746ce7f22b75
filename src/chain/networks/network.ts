/** A named chain: what must be true of it and where it answers. */
export interface NetworkProfile {
  readonly name: string
  readonly chainId: number
  /** Endpoints, the preferred one first; empty where none can be trusted to be there. */
  readonly rpcUrls: readonly string[]
  /** Of the native coin. */
  readonly symbol: string
  readonly decimals: 18
  /** Blocks to wait for, the transaction's own included. */
  readonly confirmations: number
  /** Block tag below which nothing is reorganised: `latest` where blocks are final at once. */
  readonly finality: 'latest' | 'finalized'
  /** False where only `gasPrice` is understood. */
  readonly eip1559: boolean
  readonly explorerUrl?: string
  /** Set when this is a local chain that capstan runs: the devnet's name. */
  readonly devnet?: string
}
