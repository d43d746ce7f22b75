import type { Block, VerifiedBlock } from '../../../bytomd/block.ts'
import { scanBlock } from '../../../bytomd/block-scanner.ts'
import { blockMalformed, otherBlock } from '../../../bytomd/bytomd-errors.ts'
import { assertKnownBlock, type Bytom1Network } from '../../../bytomd/consensus.ts'
import { readBlock, TransactionUnreadable } from '../../../bytomd/read-block.ts'
import { verifyBlock } from '../../../bytomd/verify-block.ts'
import { verifyCoinbase } from '../../../bytomd/verify-coinbase.ts'
import { Replay } from './replay.ts'

const NO_PARENT = '0'.repeat(64)

/** The text is not JSON: it is cut short, or not an answer to the request. */
export class NotJson extends Error {}

/** The chain from block 0 on; a block counts when it is verified and follows the one before it. */
export class VerifiedChain {
  readonly replay: Replay
  /** Unix time of the last block, in seconds. */
  timeSeconds = 0
  readonly #hashes: string[] = []
  readonly #network: Bytom1Network

  constructor(assetId: string, network: Bytom1Network) {
    this.replay = new Replay(assetId)
    this.#network = network
  }

  /** Height of the last block; -1 before the first. */
  get height(): number {
    return this.#hashes.length - 1
  }

  /** Hash of the last block. */
  get hash(): string {
    return this.#hashes.at(-1) ?? NO_PARENT
  }

  hashAt(height: number): string | undefined {
    return this.#hashes[height]
  }

  follows(block: VerifiedBlock): boolean {
    return block.height === this.height + 1 && block.previousHash === this.hash
  }

  /**
   * Takes a verified block that follows.
   * @throws BYTOM_NETWORK_MISMATCH, BYTOM_CHECKPOINT_MISMATCH, and as `Replay` does.
   */
  take(block: VerifiedBlock): void {
    if (!this.follows(block)) throw new RangeError(`block ${block.height} after ${this.height}`)
    assertKnownBlock(block, this.#network)
    this.replay.take(block)
    this.#hashes.push(block.hash)
    this.timeSeconds = Number(block.timestamp)
  }
}

/**
 * The verified block of a height, from its claimed text.
 * @throws NotJson, BYTOM_BLOCK_MALFORMED, BYTOM_OTHER_BLOCK, and as `verifyBlock` and
 *   `verifyCoinbase` do.
 */
export function verifiedBlock(text: Buffer, height: number): VerifiedBlock {
  const block = scanBlock(text) ?? blockReadSlowly(text, height)
  if (block.height !== height) throw otherBlock(height, block.height, block.hash)
  verifyCoinbase(block)
  return block
}

/** As `scanBlock`, but accepts any JSON and says what is wrong. */
function blockReadSlowly(bytes: Buffer, height: number): VerifiedBlock {
  const block = readOrExplain(bytes.toString('utf8'), height)
  if (block.height !== height) throw otherBlock(height, block.height, block.hash)
  verifyBlock(block)
  return block
}

function readOrExplain(text: string, height: number): Block {
  try {
    return readBlock(text)
  } catch (error) {
    if (!isJson(text)) throw new NotJson('not JSON, or cut short', { cause: error })
    const transaction = error instanceof TransactionUnreadable ? error.transaction : undefined
    throw blockMalformed(height, (error as Error).message, transaction)
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
