// The terms of the late swap: tokens are locked on the source chain, and coin or another token is
// released on the target chain.

import type { Chain } from '../chain/chain.ts'
import type { AttestationFolder } from './files/attestation-folder.ts'

/** One of the two chains of a swap. */
export interface SwapPlace {
  readonly network: string
  /** Endpoints instead of the network's own. All of them are asked and must agree. */
  readonly rpcUrls: readonly string[]
  /** Blocks until a block counts as settled, itself included; null is the network's own number. */
  readonly confirmations: number | 'finalized' | null
  /** First block that can hold an event of the contract. */
  readonly fromBlock: number
}

/** Where the two contracts of a swap are. Addresses are EIP-55. */
export interface SwapTerms {
  readonly source: SwapPlace & { readonly lock: string }
  readonly target: SwapPlace & { readonly release: string }
}

/**
 * One side of the swap: the chain to act on, and each of its endpoints alone, to cross-check them.
 */
export interface SwapSide {
  readonly chain: Chain
  /** The same chain through each single endpoint; all must give the same answers. */
  readonly endpoints: readonly Chain[]
  readonly place: SwapPlace
}

/** A swap with both of its chains. */
export interface Swap {
  readonly terms: SwapTerms
  readonly source: SwapSide
  readonly target: SwapSide
  /** The folder that the relayers share. */
  readonly attestations: AttestationFolder
}
