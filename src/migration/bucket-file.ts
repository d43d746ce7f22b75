// `buckets.csv`: holders whose balance did not become an allocation of their own, ascending by
// address, each with what became of it and the rule that says so.

import { AtomicFile } from '../primitives/atomic-file.ts'
import type { RuledBalance } from './rules.ts'

const HEADER = 'address,outcome,balanceBaseUnits,rule'
const CHUNK_CHARACTERS = 1 << 16

/** Collects the lines as bytes, less than an allocation and its leaf would take. */
export class BucketFile {
  readonly #chunks: Buffer[] = []
  #text = `${HEADER}\n`

  add({ address, outcome, balanceBaseUnits, rule }: RuledBalance): void {
    this.#text += `${address},${outcome},${balanceBaseUnits},${rule}\n`
    if (this.#text.length < CHUNK_CHARACTERS) return
    this.#chunks.push(Buffer.from(this.#text, 'latin1'))
    this.#text = ''
  }

  async write(path: string): Promise<void> {
    const file = await AtomicFile.create(path)
    try {
      for (const chunk of this.#chunks) await file.write(chunk)
      await file.write(this.#text)
      await file.commit()
    } catch (error) {
      await file.discard()
      throw error
    }
  }
}
