/** A named chain: its properties and its endpoints. */
export interface NetworkProfile {
  readonly name: string
  readonly chainId: number
  /** Endpoints, the preferred one first; empty if none is reliable. */
  readonly rpcUrls: readonly string[]
  /** Of the native coin. */
  readonly symbol: string
  readonly decimals: 18
  /** Blocks to wait for, including the transaction's own. */
  readonly confirmations: number
  /** Tag of the newest block that cannot be reorged out: `latest` if blocks are final at once. */
  readonly finality: 'latest' | 'finalized'
  /** False if the chain knows only `gasPrice`. */
  readonly eip1559: boolean
  readonly explorerUrl?: string
  /** Name of the devnet, if this is a local chain that capstan runs. */
  readonly devnet?: string
}
