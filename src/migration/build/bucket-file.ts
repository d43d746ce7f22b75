// `buckets.csv`: holders whose balance did not become an allocation of their own, ascending by
// address, each with what became of it and the rule that says so.

import { readCsvFile } from '../../primitives/csv-rows.ts'
import { writeDigestedFile } from '../../primitives/digested-file.ts'
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
    await writeDigestedFile(path, [...this.#chunks, this.#text])
  }
}

/**
 * What became of one address that has no allocation, if `buckets.csv` names it.
 * @param wanted lower case.
 * @throws BUCKET_FILE_INVALID, CSV_FILE_MISSING
 */
export async function findRuledBalance(
  path: string,
  wanted: string,
): Promise<{ outcome: string; rule: string } | undefined> {
  let found: { outcome: string; rule: string } | undefined
  await readCsvFile(path, { code: 'BUCKET_FILE_INVALID', headers: [HEADER] }, (row) => {
    if (row.text(0) === wanted) found = { outcome: row.text(1), rule: row.text(3) }
  })
  return found
}
