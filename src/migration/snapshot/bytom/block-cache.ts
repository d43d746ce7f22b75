import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BlockLine, blockLines } from './block-lines.ts'

/** Blocks are written when so much has come together, in characters. */
const WRITE_FROM = 1 << 16

/**
 * The blocks that were read so far, one a line as the node sent them, from which a run that was
 * killed goes on. It is a cache, never the truth: each block is verified again when it is taken from
 * here, and the first line that is not whole and right ends it.
 */
export class BlockCache {
  readonly path: string
  readonly #file: FileHandle
  #waiting = ''
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

  async append(text: string): Promise<void> {
    const line = `${text.includes('\n') ? text.replaceAll(/[\r\n]/g, ' ') : text}\n`
    this.#waiting += line
    this.#bytes += Buffer.byteLength(line)
    if (this.#waiting.length >= WRITE_FROM) await this.flush()
  }

  async flush(): Promise<void> {
    const text = this.#waiting
    this.#waiting = ''
    if (text !== '') await this.#file.appendFile(text)
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}
