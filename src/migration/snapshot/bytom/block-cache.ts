import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BlockLine, blockLines } from './block-lines.ts'

/** Blocks are written once this many bytes have accumulated. */
const WRITE_FROM = 1 << 16
const LF = Buffer.from('\n')

/**
 * The blocks read so far, one per line as the node sent them, from which a run that was
 * killed continues. It is only a cache: each block is verified again when it is taken
 * from here, and the first line that is not complete and valid ends it.
 */
export class BlockCache {
  readonly path: string
  readonly #file: FileHandle
  #waiting: Buffer[] = []
  #waitingBytes = 0
  /** Bytes that are written or wait to be. */
  #bytes = 0

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.#file = file
  }

  static async open(path: string): Promise<BlockCache> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return new BlockCache(path, await open(path, 'a+', 0o600))
  }

  /** Bytes of the blocks in it. */
  get bytes(): number {
    return this.#bytes
  }

  lines(): AsyncGenerator<readonly BlockLine[]> {
    return blockLines(this.#file)
  }

  /** Forgets what is behind the first `bytes`. */
  async cutAfter(bytes: number): Promise<void> {
    await this.flush()
    await this.#file.truncate(bytes)
    this.#bytes = bytes
  }

  /** @param text of a block. */
  async append(text: Buffer): Promise<void> {
    const line = text.includes(LF) ? withoutLineFeeds(text) : text
    this.#waiting.push(line, LF)
    this.#waitingBytes += line.length + LF.length
    this.#bytes += line.length + LF.length
    if (this.#waitingBytes >= WRITE_FROM) await this.flush()
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#waitingBytes = 0
    if (waiting.length > 0) await this.#file.appendFile(Buffer.concat(waiting))
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

/** In JSON a line feed stands only between values, where a space will do. */
function withoutLineFeeds(text: Buffer): Buffer {
  return Buffer.from(text.toString('utf8').replaceAll(/[\r\n]/g, ' '))
}
