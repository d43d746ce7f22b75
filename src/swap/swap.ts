// The words of the late swap: tokens are locked on the source chain, and coin, or another token, is
// released on the target chain.

import type { Chain } from '../chain/chain.ts'
import type { AttestationFolder } from './files/attestation-folder.ts'

/** One of the two chains of a swap. */
export interface SwapPlace {
  readonly network: string
  /** Endpoints instead of the network's own; all of them are asked, and must agree. */
  readonly rpcUrls: readonly string[]
  /** Blocks until what a block says counts, its own included; null is the network's own number. */
  readonly confirmations: number | 'finalized' | null
  /** First block that can hold an event of the contract. */
  readonly fromBlock: number
}

/** Where the two contracts of a swap are, EIP-55. */
export interface SwapTerms {
  readonly source: SwapPlace & { readonly lock: string }
  readonly target: SwapPlace & { readonly release: string }
}

/** One side of the swap: the chain to act on, and each endpoint alone as a witness. */
export interface SwapSide {
  readonly chain: Chain
  /** One for each endpoint; all must say the same. */
  readonly witnesses: readonly Chain[]
  readonly place: SwapPlace
}

/** A swap with both of its chains at hand. */
export interface Swap {
  readonly terms: SwapTerms
  readonly source: SwapSide
  readonly target: SwapSide
  /** Where the relayers meet. */
  readonly attestations: AttestationFolder
}
