/** Transactions that a plan file has of a publication; the first one deploys. */
export interface PublicationPlan {
  /** Of the tree that the distributor pays. */
  readonly root: string
  readonly chainId: number
  /** EIP-55. */
  readonly from: string
  readonly firstNonce: number
  /** How many, with nonces one after the other. */
  readonly transactions: number
}

/** A proposal of a multisig to deploy and fund the distributor, which its owners may execute. */
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
  /** Where it is in a plan file that others may carry out. */
  readonly plan?: PublicationPlan | undefined
  readonly proposal?: PublicationProposal | undefined
}
