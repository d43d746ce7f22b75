import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { VerifiedBlock } from '../../../bytomd/block.ts'
import { blockNotFinal, blockNotFound } from '../snapshot-errors.ts'
import { type BlockLine, blockLines } from './block-lines.ts'
import { blocksFileInvalid, blocksFileMissing, linkBroken } from './bytom-errors.ts'
import type { ChainQuestion, ChainSource, ReadChain } from './chain-source.ts'
import { NotJson, VerifiedChain, verifiedBlock } from './verified-chain.ts'

/**
 * A chain read from a file of blocks, one a line from block 0 on: what `--export-blocks` writes.
 */
export class FileChain implements ChainSource {
  readonly #path: string

  /** @param path absolute */
  constructor(path: string) {
    this.#path = path
  }

  get name(): string {
    return this.#path
  }

  async hashAt(height: number): Promise<string | undefined> {
    return this.#withFile(async (file) => {
      let line = 0
      for await (const lines of blockLines(file)) {
        const wanted = lines[height - line]
        if (wanted) return this.#block(wanted, height).hash
        line += lines.length
      }
      return undefined
    })
  }

  /**
   * @throws BLOCKS_FILE_MISSING, BLOCKS_FILE_INVALID with the line; BLOCK_NOT_FOUND,
   *   BLOCK_NOT_FINAL; BYTOM_BLOCK_*, BYTOM_OTHER_BLOCK, BYTOM_LINK_BROKEN, and as `VerifiedChain`.
   */
  read(question: ChainQuestion, onBlocks: (blocks: number) => void): Promise<ReadChain> {
    return this.#withFile((file) => this.#readFile(file, question, onBlocks))
  }

  async #readFile(
    file: FileHandle,
    { height, confirmations, network, assetId }: ChainQuestion,
    onBlocks: (blocks: number) => void,
  ): Promise<ReadChain> {
    const chain = new VerifiedChain(assetId, network)
    let bytes = 0
    let last: Pick<VerifiedBlock, 'height' | 'hash'> = { height: -1, hash: chain.hash }
    reading: for await (const lines of blockLines(file)) {
      for (const line of lines) {
        if (last.height === height + confirmations) break reading
        const block = this.#block(line, last.height + 1)
        if (block.previousHash !== last.hash) {
          throw linkBroken(block.height, block.previousHash, last.hash)
        }
        last = block
        // Blocks after the requested one only confirm it.
        if (block.height > height) continue
        chain.take(block)
        bytes = line.end
        onBlocks(block.height + 1)
      }
    }
    if (last.height === -1) throw blocksFileInvalid(this.#path, 0, 'is empty')
    if (last.height < height) throw blockNotFound(height, last.height)
    const tip = last.height
    if (tip < height + confirmations) throw blockNotFinal(height, tip, confirmations)
    return { chain, blocks: { path: this.#path, bytes } }
  }

  #block({ text }: BlockLine, height: number): VerifiedBlock {
    try {
      return verifiedBlock(text, height)
    } catch (error) {
      if (!(error instanceof NotJson)) throw error
      throw blocksFileInvalid(this.#path, height + 1, `is ${error.message}`)
    }
  }

  async #withFile<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    // Opening a pipe that nobody writes to would block forever.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK
    const file = await open(this.#path, flags).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? blocksFileMissing(this.#path) : error
    })
    try {
      // A pipe cannot be read from its start.
      if (!(await file.stat()).isFile()) {
        throw blocksFileInvalid(this.#path, 0, 'is not a regular file')
      }
      return await work(file)
    } finally {
      await file.close()
    }
  }
}
