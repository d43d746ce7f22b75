import type { Bytom1Network } from '../../../bytomd/consensus.ts'
import type { VerifiedChain } from './verified-chain.ts'

/** The requested part of a chain. */
export interface ChainQuestion {
  /** The last block that counts. */
  readonly height: number
  /** Blocks that must follow it. */
  readonly confirmations: number
  readonly network: Bytom1Network
  readonly assetId: string
}

/** A chain up to a block, and the bytes it was read from. */
export interface ReadChain {
  readonly chain: VerifiedChain
  /** The blocks of `chain`, one a line, are the first `bytes` of the file at `path`. */
  readonly blocks: { readonly path: string; readonly bytes: number }
}

/** A source of blocks: a node, or a file that was exported from one. */
export interface ChainSource {
  /** For people to read. */
  readonly name: string
  /** Hash of the block at a height, recomputed; undefined if there is none. */
  hashAt(height: number): Promise<string | undefined>
  /** @param onBlocks called with the blocks read so far. */
  read(question: ChainQuestion, onBlocks: (blocks: number) => void): Promise<ReadChain>
}
