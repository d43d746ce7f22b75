/** The transactions of a publication in a plan file; the first one deploys. */
export interface PublicationPlan {
  /** Root of the tree that the distributor pays. */
  readonly root: string
  readonly chainId: number
  /** EIP-55. */
  readonly from: string
  readonly firstNonce: number
  /** Number of transactions, with consecutive nonces. */
  readonly transactions: number
}

/** A proposal to deploy and fund the distributor, which the owners of a multisig may execute. */
export interface PublicationProposal {
  readonly chainId: number
  /** EIP-55. */
  readonly multisig: string
  /** What kind of multisig it is. */
  readonly driver: string
  /** Once this is used by something else, the proposal cannot be executed. */
  readonly nonce: bigint
  /** Where the distributor will be, EIP-55. */
  readonly distributor: string
}

export interface Publishing {
  /** SHA-256 of allocation.csv. */
  readonly allocation: string
  /** Digest of the terms that a key has begun with; earlier releases did not write it. */
  readonly campaign?: string | undefined
  /** Set if the publication is in a plan file that others may send. */
  readonly plan?: PublicationPlan | undefined
  readonly proposal?: PublicationProposal | undefined
}
