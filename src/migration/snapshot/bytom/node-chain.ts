import type { VerifiedBlock } from '../../../bytomd/block.ts'
import { nodeBadResponse } from '../../../bytomd/bytomd-errors.ts'
import type { BytomNode } from '../../../bytomd/node.ts'
import { CapstanError } from '../../../primitives/capstan-error.ts'
import { blockNotFinal, blockNotFound } from '../snapshot-errors.ts'
import { BlockCache } from './block-cache.ts'
import type { BlockLine } from './block-lines.ts'
import { blocksInOrder } from './blocks-in-order.ts'
import { blockOmitted, chainUnsettled, linkBroken } from './bytom-errors.ts'
import type { ChainQuestion, ChainSource, ReadChain } from './chain-source.ts'
import { NotJson, VerifiedChain, verifiedBlock } from './verified-chain.ts'

/** Reorganisations deeper than the confirmations that are followed before the error. */
const MAX_RESTARTS = 3
/** Attempts for a block whose text arrives cut short. */
const MAX_ATTEMPTS = 3

/** A chain read from a bytomd, block by block, so that a run can be killed at any of them. */
export class NodeChain implements ChainSource {
  readonly #node: BytomNode
  readonly #cachePath: string

  /** @param cachePath where blocks are kept until the snapshot is done. */
  constructor(node: BytomNode, cachePath: string) {
    this.#node = node
    this.#cachePath = cachePath
  }

  get name(): string {
    return `the node ${this.#node.name}`
  }

  async hashAt(height: number): Promise<string | undefined> {
    return (await this.#block(height))?.block.hash
  }

  /**
   * @throws BLOCK_NOT_FOUND, BLOCK_NOT_FINAL; BYTOM_BLOCK_*, BYTOM_OTHER_BLOCK, BYTOM_LINK_BROKEN,
   *   BYTOM_CHAIN_UNSETTLED, and as `VerifiedChain` and `BytomNode` do.
   */
  async read(question: ChainQuestion, onBlocks: (blocks: number) => void): Promise<ReadChain> {
    await this.#assertDeepEnough(question)
    const cache = await BlockCache.open(this.#cachePath)
    try {
      let keep = question.height
      for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
        const chain = await replayCache(cache, { ...question, height: keep }, onBlocks)
        const fork = await this.#goOn(chain, cache, question, onBlocks)
        if (fork === undefined) return { chain, blocks: cache }
        keep = fork
      }
      throw chainUnsettled(question.height)
    } finally {
      await cache.close()
    }
  }

  async #assertDeepEnough({ height, confirmations }: ChainQuestion): Promise<void> {
    const tip = await this.#node.height()
    if (tip < height) throw blockNotFound(height, tip)
    if (tip < height + confirmations) throw blockNotFinal(height, tip, confirmations)
  }

  /**
   * Reads what is missing. @returns the last height on which chain and node agree, if the node has
   * come to follow another chain meanwhile.
   */
  async #goOn(
    chain: VerifiedChain,
    cache: BlockCache,
    question: ChainQuestion,
    onBlocks: (blocks: number) => void,
  ): Promise<number | undefined> {
    const missing = { from: chain.height + 1, to: question.height }
    try {
      for await (const found of blocksInOrder((height) => this.#block(height), missing)) {
        const { text, block } = found ?? (await this.#explainMissing(chain.height + 1))
        if (!chain.follows(block)) return await this.#forkOf(chain)
        chain.take(block)
        await cache.append(text)
        onBlocks(chain.height + 1)
      }
    } finally {
      await cache.flush()
    }
    await this.#assertDeepEnough(question)
    const isSame = (await this.hashAt(question.height)) === chain.hash
    return isSame ? undefined : this.#forkOf(chain)
  }

  /** The last height on which chain and node agree. @throws BYTOM_LINK_BROKEN */
  async #forkOf(chain: VerifiedChain): Promise<number> {
    let same = -1
    let other = chain.height + 1
    while (other - same > 1) {
      const middle = Math.floor((same + other) / 2)
      if ((await this.hashAt(middle)) === chain.hashAt(middle)) same = middle
      else other = middle
    }
    if (same < chain.height) return same
    const next = await this.#block(same + 1)
    if (next && !chain.follows(next.block)) {
      throw linkBroken(next.block.height, next.block.previousHash, chain.hash)
    }
    return same
  }

  async #block(height: number): Promise<{ text: Buffer; block: VerifiedBlock } | undefined> {
    for (let attempt = 1; ; attempt++) {
      const text = await this.#node.block(height)
      if (text === undefined) return undefined
      try {
        return { text, block: verifiedBlock(text, height) }
      } catch (error) {
        if (!(error instanceof NotJson)) throw error
        if (attempt < MAX_ATTEMPTS) continue
        throw nodeBadResponse(this.#node.name, `get-block ${height}`, error.message, error)
      }
    }
  }

  async #explainMissing(height: number): Promise<never> {
    const tip = await this.#node.height()
    throw tip < height ? blockNotFound(height, tip) : blockOmitted(height, tip)
  }
}

/** The chain in the cache, no further than requested; the rest of the cache is cut off. */
async function replayCache(
  cache: BlockCache,
  { height, assetId, network }: ChainQuestion,
  onBlocks: (blocks: number) => void,
): Promise<VerifiedChain> {
  const chain = new VerifiedChain(assetId, network)
  let bytes = 0
  reading: for await (const lines of cache.lines()) {
    for (const line of lines) {
      const block = chain.height < height ? nextBlock(chain, line) : undefined
      if (block === undefined) break reading
      chain.take(block)
      bytes = line.end
      onBlocks(chain.height + 1)
    }
  }
  await cache.cutAfter(bytes)
  return chain
}

/** The next block, if the line of the cache is that block; if not, the node is asked for it. */
function nextBlock(chain: VerifiedChain, { text, isWhole }: BlockLine): VerifiedBlock | undefined {
  if (!isWhole) return undefined
  try {
    const block = verifiedBlock(text, chain.height + 1)
    return chain.follows(block) ? block : undefined
  } catch (error) {
    if (error instanceof NotJson || error instanceof CapstanError) return undefined
    throw error
  }
}
