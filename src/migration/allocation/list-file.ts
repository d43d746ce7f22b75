import { createHash } from 'node:crypto'
import { writeDigestedFile } from '../../primitives/digested-file.ts'

const CHUNK_CHARACTERS = 1 << 16

/** Lines of a CSV below its header, kept as bytes to save memory. */
export class ListFile {
  readonly #chunks: Buffer[] = []
  #text: string

  constructor(header: string) {
    this.#text = `${header}\n`
  }

  addRow(...fields: readonly (string | bigint)[]): void {
    this.#text += `${fields.join(',')}\n`
    if (this.#text.length < CHUNK_CHARACTERS) return
    this.#chunks.push(Buffer.from(this.#text, 'latin1'))
    this.#text = ''
  }

  /** @returns SHA-256 of the file, lower-case hex. */
  write(path: string): Promise<string> {
    return writeDigestedFile(path, [...this.#chunks, this.#text])
  }

  /** What `write` would return, without writing. */
  digest(): string {
    const hash = createHash('sha256')
    for (const chunk of this.#chunks) hash.update(chunk)
    return hash.update(this.#text).digest('hex')
  }
}
