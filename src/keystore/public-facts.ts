/** Public facts of a key; its secret is checked against them. */
export interface PublicFacts {
  /** EIP-55; of a Bytom key its P2WPKH address on Bytom's mainnet. */
  readonly address: string
  /** 128 hex digits for a Bytom key: its root xpub; null for `evm`. */
  readonly xpub: string | null
}
